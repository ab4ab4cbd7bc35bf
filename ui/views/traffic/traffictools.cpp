#include "ui/views/traffic/traffictools.h"

#include "ui/controls/button.h"
#include "ui/controls/checkbox.h"
#include "ui/controls/field.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/privacy.h"
#include "ui/wording/calls.h"
#include "ui/wording/traffic.h"

#include <QGridLayout>
#include <QVBoxLayout>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A pause in typing that long is the end of a word.
constexpr std::chrono::milliseconds TypingPause{120};
/// In a narrower page the quick choices have a row of their own.
constexpr int OneRowFrom = 990;

} // namespace

TrafficTools::TrafficTools(const Theme& theme, const Icons& icons, const Privacy& privacy,
                           QWidget* parent)
    : QWidget(parent)
    , m_box(new FilterBox(theme, icons, this))
    , m_note(new FieldNote(theme, icons, this))
    , m_choice(new SegmentedControl(theme, icons, this))
    , m_fold(new CheckBox(theme, icons, Wording::foldBursts(), CheckBox::Shape::Box, this))
    , m_columns(new Button(Wording::columns(), Button::Kind::Default, this))
    , m_export(new Button(Wording::exportCalls(), Button::Kind::Default, this))
    , m_grid(new QGridLayout)
{
    m_columns->setIcon(icons.icon(Icon::Sliders));
    m_export->setIcon(icons.icon(Icon::Download));
    build();
    m_box->setMask([&privacy](const QString& chip) {
        const QString name = chip.section(u':', 0, 0);
        return privacy.isOn() && name.compare(u"to"_s, Qt::CaseInsensitive) == 0
            ? name + u':' + Privacy::mask(Privacy::Kind::Text, chip)
            : privacy.shownBody(chip);
    });
    connect(&privacy, &Privacy::changed, m_box, &FilterBox::remask);
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingPause);
    connect(&m_typing, &QTimer::timeout, this, [this] {
        if (read(m_box->text())) {
            emit filterChanged();
        }
    });
    connect(m_box, &FilterBox::edited, this, [this](const QString& typed) {
        m_typing.start();
        emit edited(typed);
    });
    connect(m_box, &FilterBox::done, this, &TrafficTools::done);
    connect(m_choice, &SegmentedControl::chosen, this, &TrafficTools::choiceChanged);
    connect(m_fold, &QAbstractButton::toggled, this, &TrafficTools::foldingChanged);
    connect(m_columns, &QPushButton::clicked, this, &TrafficTools::columnsWanted);
    connect(m_export, &QPushButton::clicked, this, &TrafficTools::exportWanted);
}

void TrafficTools::build()
{
    m_box->setObjectName(u"filterBox"_s);
    m_note->setObjectName(u"filterNote"_s);
    m_note->hide();
    m_choice->setObjectName(u"callChoice"_s);
    m_choice->setAccessibleName(Wording::callChoice());
    for (int choice = 0; choice < CallChoices; ++choice) {
        m_choice->addSegment(Wording::callChoice(choice, 0));
    }
    m_choice->setCompact(false);
    m_fold->setObjectName(u"foldBursts"_s);
    m_fold->setCheckable(true);
    m_fold->hide();
    m_columns->setObjectName(u"columnsButton"_s);
    m_export->setObjectName(u"exportButton"_s);
    m_grid->setHorizontalSpacing(10);
    m_grid->setVerticalSpacing(8);
    m_grid->setColumnStretch(0, 1000); // up to its greatest width
    m_grid->setColumnStretch(2, 1);
    m_grid->addWidget(m_box, 0, 0);
    m_grid->addWidget(m_choice, 0, 1);
    m_grid->addWidget(m_fold, 0, 3);
    m_grid->addWidget(m_columns, 0, 4);
    m_grid->addWidget(m_export, 0, 5);
    auto* const lines = new QVBoxLayout(this);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(10);
    lines->addLayout(m_grid);
    lines->addWidget(m_note);
}

void TrafficTools::place()
{
    const bool isOneRow = width() >= OneRowFrom;
    m_grid->removeWidget(m_choice);
    m_grid->removeWidget(m_box);
    m_grid->addWidget(m_box, 0, 0, 1, isOneRow ? 1 : 3);
    m_grid->addWidget(m_choice, isOneRow ? 0 : 1, isOneRow ? 1 : 0, 1, isOneRow ? 1 : 6,
                      Qt::AlignLeft);
    m_box->setMaximumWidth(isOneRow ? m_box->sizeHint().width() : QWIDGETSIZE_MAX);
}

void TrafficTools::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    place();
}

bool TrafficTools::read(const QString& typed)
{
    m_typing.stop();
    const Result<CallFilter> filter = readCallFilter(typed);
    m_box->setWrong(!filter);
    m_note->setVisible(!filter);
    if (!filter) {
        m_note->say(FieldNote::Tone::Wrong, Wording::unreadableToken(filter.error().detail));
        return false;
    }
    m_filter = *filter;
    return true;
}

void TrafficTools::setTyped(const QString& typed)
{
    m_box->setText(typed);
    m_filter = {};
    (void)read(typed);
}

void TrafficTools::clear()
{
    m_box->clear();
    (void)read({});
    m_choice->setCurrent(0);
}

CallChoice TrafficTools::choice() const
{
    return CallChoice(m_choice->current());
}

void TrafficTools::setChoice(CallChoice choice)
{
    m_choice->setCurrent(int(choice));
}

void TrafficTools::showCounts(const CallTally& counts)
{
    for (int choice = 0; choice < CallChoices; ++choice) {
        m_choice->setSegmentText(choice,
                                 Wording::callChoice(choice, counts.at(std::size_t(choice))));
    }
}

void TrafficTools::offerFolding(bool isOn)
{
    const QSignalBlocker quiet(m_fold);
    m_fold->setChecked(isOn);
    m_fold->show();
}

QPoint TrafficTools::menuPlace() const
{
    return m_columns->mapToGlobal(QPoint(0, m_columns->height() + 4));
}

} // namespace Pacewatch
