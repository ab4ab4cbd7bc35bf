#include "ui/views/livesenddialog.h"

#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>

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

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    auto* dry = new Button(Wording::dryRunInstead(), Button::Kind::Flat, this);
    dry->setObjectName(u"dryRunInsteadButton"_s);
    auto* cancel = new Button(Wording::doNotSend(), Button::Kind::Default, this);
    cancel->setObjectName(u"cancelButton"_s);
    m_button = new Button(Wording::sendNumber(m_send.people), Button::Kind::Primary, this);
    m_button->setObjectName(u"sendButton"_s);
    m_button->setStyleSheet(
        u"QPushButton:enabled { background: %1; border-color: %1; color: %2; }"_s.arg(
            theme.color(Color::StateLimitedFg).name(), theme.color(Color::TextOnAccent).name()));
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

void LiveSendDialog::check()
{
    // Exactly the number, with or without the grouping it is shown with.
    bool isTyped = m_typed == nullptr;
    if (!isTyped) {
        const QString typed = m_typed->text().trimmed();
        isTyped = typed == QString::number(m_send.people) || typed == Wording::count(m_send.people);
    }
    m_button->setEnabled(isTyped && m_left <= 0s);
    m_button->setText(m_left > 0s ? Wording::sendNumberIn(m_send.people, m_left)
                                  : Wording::sendNumber(m_send.people));
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
