#include "ui/views/queue/sendqueuepace.h"

#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/chip.h"
#include "ui/controls/paceslider.h"
#include "ui/controls/tabular.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/queue.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSpinBox>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int IconSize = 16;

/// A change settles within two publications of the state.
constexpr auto SettleTime = 600ms;

} // namespace

SendQueuePace::SendQueuePace(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_settle(new QTimer(this))
{
    m_pace.kind = Pace::Kind::Rate;
    m_pace.perSecond = 1;
    m_settle->setSingleShot(true);
    m_settle->setInterval(SettleTime);
    connect(m_settle, &QTimer::timeout, this, [this] { m_isOwn = false; });
    build();
    showPace();
}

void SendQueuePace::build()
{
    const Theme& theme = m_context.theme;
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* card = new Card(theme, this);
    outer->addWidget(card);
    auto* all = new QVBoxLayout(card);
    all->setContentsMargins(1, 5, 1, 15);
    all->setSpacing(0);
    auto* column = new QVBoxLayout;
    column->setContentsMargins(16, 0, 16, 0);
    column->setSpacing(0);
    all->addLayout(column);

    auto* head = new QHBoxLayout;
    head->addWidget(new TextLabel(theme, FontRole::Section, Color::TextPrimary, Wording::pace()));
    head->addStretch();
    m_useSafe = new Button(Wording::useSafePace(), Button::Kind::Flat, card);
    m_useSafe->setObjectName(u"useSafePaceButton"_s);
    m_useSafe->setCompact(true);
    m_useSafe->setStyleSheet(u"QPushButton { padding-right: 0; }"_s);
    connect(m_useSafe, &QPushButton::clicked, this, [this] {
        Pace pace = m_pace;
        pace.kind = Pace::Kind::Rate;
        pace.perSecond = std::max(PaceSlider::Least, std::floor(m_safe * 10) / 10);
        change(pace);
    });
    head->addWidget(m_useSafe);
    column->addLayout(head);
    column->addSpacing(2);

    auto* number = new QHBoxLayout;
    number->setSpacing(6);
    m_number = new TabularLabel(theme, FontRole::NumberLarge, Color::TextPrimary, card);
    m_number->setObjectName(u"paceNumber"_s);
    m_kind = new Button(QString(), Button::Kind::Flat, card);
    m_kind->setObjectName(u"paceKindButton"_s);
    m_kind->setCompact(true);
    m_kind->setIcon(m_context.icons.icon(Icon::ChevronDown));
    m_kind->setLayoutDirection(Qt::RightToLeft);
    connect(m_kind, &QPushButton::clicked, this, &SendQueuePace::openKinds);
    m_zone = new Chip(theme, QString(), card);
    m_zone->setObjectName(u"paceZone"_s);
    number->addWidget(m_number, 0, Qt::AlignBottom);
    number->addWidget(m_kind, 0, Qt::AlignBottom);
    number->addStretch();
    number->addWidget(m_zone, 0, Qt::AlignBottom);
    column->addLayout(number);
    column->addSpacing(6);

    m_slider = new PaceSlider(theme, card);
    m_slider->setObjectName(u"paceSlider"_s);
    connect(m_slider, &PaceSlider::moved, this, [this](double perSecond) {
        Pace pace = m_pace;
        pace.kind = Pace::Kind::Rate;
        pace.perSecond = perSecond;
        change(pace);
    });
    column->addWidget(m_slider);
    column->addSpacing(4);

    auto* keep = new QHBoxLayout;
    m_keepLabel = new TextLabel(theme, FontRole::Body, Color::TextSecondary);
    m_keep = new QSpinBox(card);
    m_keep->setObjectName(u"keepFree"_s);
    m_keep->setFixedWidth(84);
    m_keep->setRange(0, 1'000'000);
    connect(m_keep, &QSpinBox::valueChanged, this, [this](int units) {
        Pace pace = m_pace;
        pace.keepFree = units;
        change(pace);
    });
    keep->addWidget(m_keepLabel);
    keep->addStretch();
    keep->addWidget(m_keep);
    column->addLayout(keep);
    all->addSpacing(14);
    auto* rule = new QFrame(card);
    rule->setObjectName(u"paceRule"_s);
    rule->setFixedHeight(1);
    const auto recolor = [&theme, rule] {
        rule->setStyleSheet(
            u"QFrame#paceRule { background: %1; }"_s.arg(theme.color(Color::BorderSubtle).name()));
    };
    recolor();
    connect(&theme, &Theme::changed, rule, recolor);
    all->addWidget(rule);
    all->addSpacing(14);
    buildEstimates(all);
}

void SendQueuePace::buildEstimates(QVBoxLayout* all)
{
    const Theme& theme = m_context.theme;
    const auto line = [&](Icon icon, Color color, const QString& name, QLabel** label) {
        auto* row = new QHBoxLayout;
        row->setContentsMargins(16, 0, 16, 0);
        row->setSpacing(10);
        auto* shape = new QLabel(this);
        shape->setPixmap(m_context.icons.icon(icon, color).pixmap(IconSize, IconSize));
        shape->setFixedSize(IconSize, 20);
        connect(&theme, &Theme::changed, shape, [this, shape, icon, color] {
            shape->setPixmap(m_context.icons.icon(icon, color).pixmap(IconSize, IconSize));
        });
        auto* words = new SentenceLabel(theme, FontRole::Body, Color::TextSecondary, this);
        words->setObjectName(name);
        row->addWidget(shape, 0, Qt::AlignTop);
        row->addWidget(words, 1);
        all->addLayout(row);
        all->addSpacing(10);
        if (label != nullptr) {
            *label = shape;
        }
        return words;
    };
    m_done = line(Icon::Clock, Color::TextSecondary, u"doneLine"_s, nullptr);
    m_lowest = line(Icon::Monitor, Color::TextSecondary, u"lowestLine"_s, nullptr);
    m_refusals = line(Icon::Check, Color::StateClearFg, u"refusalsLine"_s, &m_refusalsIcon);
    all->addStretch();
    auto* hint = new TextLabel(theme, FontRole::Hint, Color::TextMuted, Wording::queueWaitsHint());
    hint->setWordWrap(true);
    hint->setContentsMargins(16, 8, 16, 0);
    all->addWidget(hint);
}

void SendQueuePace::setUnlimited()
{
    constexpr double Most = 100;
    m_isLimited = false;
    m_slider->setMaximum(Most);
    m_keep->setEnabled(false);
}

void SendQueuePace::setLimits(double mostPerSecond, const QString& window, qint64 windowLimit)
{
    m_isLimited = true;
    m_keep->setEnabled(true);
    m_slider->setMaximum(mostPerSecond);
    m_keepLabel->setText(Wording::keepFree(window));
    m_keep->setAccessibleName(m_keepLabel->text());
    const QSignalBlocker blocker(m_keep);
    m_keep->setMaximum(int(std::min<qint64>(std::max<qint64>(windowLimit, 0), 1'000'000)));
}

void SendQueuePace::showState(const QueueState& queue, WallTime now)
{
    // Without a limit every pace is safe; with one, 0 means that there is no room at all.
    m_safe = m_isLimited ? queue.safePerSecond : m_slider->maximum();
    m_slider->setZones(m_safe, m_isLimited ? queue.overPerSecond : m_slider->maximum());
    if (!m_isOwn && !m_keep->hasFocus() && queue.pace != m_pace) {
        m_pace = queue.pace;
    }
    m_done->setSentence(Wording::doneLine(queue, now));
    m_lowest->setSentence(Wording::lowestLine(queue));
    m_refusals->setSentence(Wording::refusalsLine(queue));
    const bool isRefused = queue.refusalsExpected > 0;
    m_refusalsIcon->setPixmap(m_context.icons
                                  .icon(isRefused ? Icon::Info : Icon::Check,
                                        isRefused ? Color::StateLimitedFg : Color::StateClearFg)
                                  .pixmap(IconSize, IconSize));
    showPace();
}

void SendQueuePace::change(const Pace& pace)
{
    if (pace == m_pace) {
        return;
    }
    m_pace = pace;
    m_isOwn = true;
    m_settle->start();
    showPace();
    emit chosen(m_pace);
}

void SendQueuePace::showPace()
{
    const bool isRate = m_pace.kind == Pace::Kind::Rate;
    if (isRate) {
        m_slider->setValue(m_pace.perSecond);
    }
    m_slider->setEnabled(isRate);
    m_number->setText(isRate ? Wording::rateNumber(m_slider->value()) : Wording::fastest());
    m_kind->setText(isRate ? Wording::callsASecond() : Wording::limitsAllow());
    const Wording::PaceZone zone = isRate ? m_slider->zone() : Wording::PaceZone::Safe;
    m_zone->setText(Wording::paceZone(zone));
    m_zone->setIcon(m_context.icons,
                    zone == Wording::PaceZone::Safe ? std::optional(Icon::Check) : std::nullopt);
    m_zone->setTone(zone == Wording::PaceZone::Safe        ? Standing::Clear
                        : zone == Wording::PaceZone::Tight ? Standing::Tight
                                                           : Standing::Limited);
    const QSignalBlocker blocker(m_keep);
    m_keep->setValue(int(m_pace.keepFree));
}

void SendQueuePace::openKinds()
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto offer = [this, menu](Pace::Kind kind, const QString& text) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(m_pace.kind == kind);
        connect(action, &QAction::triggered, this, [this, kind] {
            Pace pace = m_pace;
            pace.kind = kind;
            pace.perSecond = kind == Pace::Kind::Rate ? m_slider->value() : pace.perSecond;
            change(pace);
        });
    };
    offer(Pace::Kind::Rate, Wording::callsASecond());
    offer(Pace::Kind::Asap, Wording::limitsAllow());
    menu->popup(m_kind->mapToGlobal(QPoint(0, m_kind->height())));
}

} // namespace Pacewatch
