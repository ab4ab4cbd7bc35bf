#include "ui/views/queue/livesenddialog.h"

#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/notices.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRegularExpression>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

LiveSendDialog::LiveSendDialog(const Theme& theme, Clock& clock, const Wording::LiveSend& send,
                               QWidget* parent)
    : QDialog(parent)
    , m_send(send)
    , m_clock(clock)
    , m_left(send.people >= WaitFrom ? Wait : 0s)
{
    setObjectName(u"liveSendDialog"_s);
    setWindowTitle(Wording::liveSendWindow());
    setModal(true);
    build(theme);
    if (m_left > 0s) {
        m_second = m_clock.makeBell([this] { tick(); });
        m_second->armAt(m_clock.now() + 1s);
    }
    check();
}

void LiveSendDialog::build(const Theme& theme)
{
    setFixedWidth(450);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(18, 18, 18, 16);
    column->setSpacing(10);
    auto* title = new TextLabel(theme, FontRole::Subtitle, Color::TextPrimary,
                                Wording::liveSendTitle(m_send));
    title->setWordWrap(true);
    column->addWidget(title);
    auto* text
        = new TextLabel(theme, FontRole::Body, Color::TextSecondary, Wording::liveSendText(m_send));
    text->setWordWrap(true);
    text->setObjectName(u"liveSendText"_s);
    column->addWidget(text);

    auto* facts = new QGridLayout;
    facts->setHorizontalSpacing(24);
    facts->setVerticalSpacing(3);
    facts->setColumnMinimumWidth(0, 72);
    facts->setColumnStretch(1, 1);
    int row = 0;
    for (const auto& [name, value] : Wording::liveSendFacts(m_send)) {
        facts->addWidget(new TextLabel(theme, FontRole::Body, Color::TextMuted, name), row, 0);
        auto* fact = new TextLabel(theme, FontRole::Body, Color::TextPrimary, value);
        fact->setElided(true);
        facts->addWidget(fact, row++, 1);
    }
    column->addLayout(facts);
    column->addSpacing(4);

    if (m_send.people >= TypedFrom) {
        auto* label
            = new TextLabel(theme, FontRole::Label, Color::TextSecondary, Wording::typeTheNumber());
        m_typed = new QLineEdit(this);
        m_typed->setObjectName(u"typedNumber"_s);
        m_typed->setFixedWidth(120);
        m_typed->setAccessibleName(label->text());
        label->setBuddy(m_typed);
        connect(m_typed, &QLineEdit::textChanged, this, &LiveSendDialog::check);
        column->addWidget(label);
        column->addWidget(m_typed);
        column->addSpacing(6);
    }

    column->addWidget(buildLimits(theme));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto* dry = new Button(Wording::dryRunInstead(), Button::Kind::Flat, this);
    dry->setObjectName(u"dryRunInsteadButton"_s);
    auto* cancel = new Button(Wording::doNotSend(), Button::Kind::Default, this);
    cancel->setObjectName(u"cancelButton"_s);
    m_button = new Button(Wording::sendNumber(m_send.people), Button::Kind::Live, this);
    m_button->setObjectName(u"sendButton"_s);
    for (Button* button : {dry, cancel, m_button}) {
        button->setAutoDefault(false);
    }
    cancel->setDefault(m_typed == nullptr);
    buttons->addWidget(dry);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_button);
    column->addLayout(buttons);

    connect(dry, &QPushButton::clicked, this, [this] {
        reject();
        emit dryRunChosen();
    });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_button, &QPushButton::clicked, this, &QDialog::accept);
    if (m_typed != nullptr) {
        m_typed->setFocus();
        connect(m_typed, &QLineEdit::returnPressed, this, [this] {
            if (m_button->isEnabled()) {
                accept();
            }
        });
    }
}

/// Shut at first: most runs need neither.
QWidget* LiveSendDialog::buildLimits(const Theme& theme)
{
    auto* box = new QWidget(this);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* open = new Button(Wording::limitThisRun(), Button::Kind::Flat, box);
    open->setObjectName(u"limitRunButton"_s);
    open->setAutoDefault(false);
    column->addWidget(open, 0, Qt::AlignLeft);
    auto* fields = new QWidget(box);
    auto* rows = new QGridLayout(fields);
    rows->setContentsMargins(0, 0, 0, 6);
    m_cap = new QLineEdit(fields);
    m_cap->setObjectName(u"capField"_s);
    m_cap->setFixedWidth(120);
    m_cap->setAccessibleName(Wording::atMost());
    m_onlyTo = new QLineEdit(fields);
    m_onlyTo->setObjectName(u"onlyToField"_s);
    m_onlyTo->setAccessibleName(Wording::onlyTo());
    m_onlyTo->setPlaceholderText(Wording::onlyToHint());
    m_notOnTheList = new TextLabel(theme, FontRole::Hint, Color::StateLimitedFg, {}, fields);
    m_notOnTheList->setObjectName(u"notOnTheList"_s);
    rows->addWidget(
        new TextLabel(theme, FontRole::Body, Color::TextMuted, Wording::atMost(), fields), 0, 0);
    rows->addWidget(m_cap, 0, 1, Qt::AlignLeft);
    rows->addWidget(
        new TextLabel(theme, FontRole::Body, Color::TextMuted, Wording::onlyTo(), fields), 1, 0);
    rows->addWidget(m_onlyTo, 1, 1);
    rows->addWidget(m_notOnTheList, 2, 1);
    rows->setColumnMinimumWidth(0, 96);
    rows->setColumnStretch(1, 1);
    fields->hide();
    column->addWidget(fields);
    connect(open, &QPushButton::clicked, fields, [open, fields] {
        open->hide();
        fields->show();
    });
    connect(m_cap, &QLineEdit::textChanged, this, &LiveSendDialog::check);
    connect(m_onlyTo, &QLineEdit::textChanged, this, &LiveSendDialog::check);
    return box;
}

LiveGuard LiveSendDialog::guard() const
{
    LiveGuard guard;
    bool isNumber = false;
    const qint64 cap = m_cap->text().trimmed().toLongLong(&isNumber);
    if (isNumber) {
        guard.cap = std::max<qint64>(cap, 0);
    }
    for (const QString& each :
         m_onlyTo->text().split(QRegularExpression(u"[,;\\n]"_s), Qt::SkipEmptyParts)) {
        if (!each.trimmed().isEmpty()) {
            guard.allowed.append(each.trimmed());
        }
    }
    return guard;
}

void LiveSendDialog::check()
{
    const LiveGuard typedGuard = guard();
    const qint64 notAllowed = typedGuard.notAllowed(m_send.recipients);
    m_notOnTheList->setText(notAllowed > 0 ? Wording::notOnTheList(notAllowed, m_send.people)
                                           : QString());
    m_notOnTheList->setVisible(notAllowed > 0);
    const bool isCapRead = m_cap->text().trimmed().isEmpty() || typedGuard.cap.value_or(0) > 0;
    const qint64 most = std::min(typedGuard.cap.value_or(m_send.people), m_send.people);

    // Exactly the number, with or without the grouping it is shown with.
    bool isTyped = m_typed == nullptr;
    if (!isTyped) {
        const QString typed = m_typed->text().trimmed();
        isTyped = typed == QString::number(m_send.people) || typed == Wording::count(m_send.people);
    }
    m_button->setEnabled(isTyped && m_left <= 0s && notAllowed == 0 && isCapRead);
    m_button->setText(m_left > 0s ? Wording::sendNumberIn(most, m_left)
                                  : Wording::sendNumber(most));
}

void LiveSendDialog::tick()
{
    m_left -= 1s;
    if (m_left > 0s) {
        m_second->armAt(m_clock.now() + 1s);
    }
    check();
}

} // namespace Pacewatch
