#include "ui/views/connection/connectionguide.h"

#include "ui/controls/card.h"
#include "ui/views/connection/guideboxes.h"
#include "ui/views/connection/snippets.h"
#include "ui/wording/forms.h"
#include "ui/wording/words.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int RingSide = 34;
constexpr int SnippetHeight = 94;

} // namespace

ConnectionGuide::ConnectionGuide(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_title(new TextLabel(theme, FontRole::Section, Color::TextPrimary))
    , m_text(new TextLabel(theme, FontRole::Body, Color::TextSecondary))
    , m_boxes(new GuideBoxes(theme, icons))
    , m_address(new CopyField(theme, icons, say(Words::CopyAddress)))
    , m_kind(new SegmentedControl(theme, icons))
    , m_snippet(new QPlainTextEdit)
    , m_ring(new Spinner(theme, RingSide))
    , m_tick(new QLabel)
    , m_waitTitle(new TextLabel(theme, FontRole::BodyStrong, Color::TextPrimary))
    , m_waitText(new TextLabel(theme, FontRole::Body, Color::TextSecondary))
    , m_waitHelp(new TextLabel(theme, FontRole::Hint, Color::TextMuted, say(Words::StillNothing)))
{
    QFont strong = m_title->font();
    strong.setPointSizeF(strong.pointSizeF() * 14.5 / 13.5);
    m_title->setFont(strong);
    m_text->setWordWrap(true);
    m_address->setObjectName(u"copyAddressField"_s);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 18, 24, 20);
    column->setSpacing(0);
    column->addWidget(m_title);
    column->addSpacing(3);
    column->addWidget(m_text);
    column->addSpacing(18);
    column->addWidget(m_boxes);
    column->addSpacing(16);
    column->addWidget(m_address);
    column->addSpacing(15);
    m_snippetPart = makeSnippetPart();
    column->addWidget(m_snippetPart);
    column->addStretch(1);
    column->addWidget(makeWaitingPart());
}

QWidget* ConnectionGuide::makeSnippetPart()
{
    m_kind->setObjectName(u"snippetChoice"_s);
    m_kind->setAccessibleName(say(Words::CopyCode));
    for (const QString& name : {u"cURL"_s, u"Python"_s, u"Node"_s, u"PHP"_s}) {
        m_kind->addSegment(name);
    }
    m_kind->addSegment(say(Words::SettingsFile));
    auto* const copy = new Button(say(Words::Copy), Button::Kind::Flat);
    copy->setObjectName(u"copyCodeButton"_s);
    copy->setIcon(m_icons.icon(Icon::Copy, Color::TextLink));
    copy->setCompact(true);
    copy->setAccessibleName(say(Words::CopyCode));
    auto* const head = new QHBoxLayout;
    head->addWidget(m_kind);
    head->addStretch(1);
    head->addWidget(copy);

    m_snippet->setObjectName(u"snippet"_s);
    m_snippet->setReadOnly(true);
    m_snippet->setFont(m_theme.font(FontRole::Mono));
    m_snippet->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_snippet->setFixedHeight(SnippetHeight);
    m_snippet->setAccessibleName(say(Words::CopyCode));
    m_snippet->setTabChangesFocus(true);
    m_snippet->document()->setDocumentMargin(8);

    auto* const part = new QWidget;
    auto* const column = new QVBoxLayout(part);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_snippet);
    column->addWidget(
        new TextLabel(m_theme, FontRole::Hint, Color::TextMuted, say(Words::SnippetNote)));
    connect(m_kind, &SegmentedControl::chosen, this, &ConnectionGuide::refreshSnippet);
    connect(copy, &Button::clicked, this, &ConnectionGuide::copySnippet);
    return part;
}

QWidget* ConnectionGuide::makeWaitingPart()
{
    auto* const card = new Card(m_theme);
    m_waitHelp->setWordWrap(true);
    m_tick->setFixedSize(RingSide, RingSide);
    m_tick->hide();
    m_waitTitle->setObjectName(u"waitingTitle"_s);
    m_waitText->setObjectName(u"waitingText"_s);
    auto* const words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_waitTitle);
    words->addWidget(m_waitText);
    auto* const row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_ring);
    row->addWidget(m_tick);
    row->addLayout(words, 1);
    auto* const rule = new QFrame;
    rule->setFixedHeight(1);
    rule->setAutoFillBackground(true);
    rule->setBackgroundRole(QPalette::Midlight);
    m_waitRule = rule;
    auto* const column = new QVBoxLayout(card);
    column->setContentsMargins(16, 14, 16, 14);
    column->setSpacing(12);
    column->addLayout(row);
    column->addWidget(rule);
    column->addWidget(m_waitHelp);
    return card;
}

void ConnectionGuide::showAddress(const QString& address, const Profile& profile, quint16 port)
{
    m_profile = profile;
    m_title->setText(say(Words::PointHere));
    m_text->setText(say(address.isEmpty() ? Words::FillInFirst : Words::PointHereText));
    m_address->setText(address);
    m_address->button()->setEnabled(!address.isEmpty());
    m_boxes->show();
    m_address->show();
    m_snippetPart->setVisible(!address.isEmpty());
    refreshSnippet();
    if (m_tick->isHidden()) {
        showWaiting(port);
    }
}

void ConnectionGuide::showAsking()
{
    m_title->setText(say(Words::AskingTitle));
    m_text->setText(say(Words::AskingText));
    m_boxes->hide();
    m_address->hide();
    m_snippetPart->hide();
    m_waitTitle->setText(say(Words::WaitingForFirst));
    m_waitText->clear();
    m_waitHelp->hide();
    m_waitRule->hide();
}

void ConnectionGuide::showWaiting(quint16 port)
{
    m_ring->show();
    m_tick->hide();
    m_waitTitle->setText(say(Words::WaitingForFirst));
    m_waitText->setText(Wording::nothingArrived(port));
    m_waitHelp->show();
    m_waitRule->show();
}

void ConnectionGuide::showFirstCall(const Exchange& exchange, Duration ago)
{
    m_ring->hide();
    m_tick->setPixmap(m_icons.stateGlyph(Standing::Clear, RingSide, devicePixelRatioF()));
    m_tick->show();
    m_waitTitle->setText(Wording::firstCallReceived(ago));
    m_waitText->setText(Wording::firstCallLine(exchange));
    m_waitHelp->hide();
    m_waitRule->hide();
}

void ConnectionGuide::refreshSnippet()
{
    m_snippet->setPlainText(
        makeSnippet(static_cast<SnippetKind>(m_kind->current()), m_address->text(), m_profile));
}

void ConnectionGuide::copySnippet()
{
    QGuiApplication::clipboard()->setText(m_snippet->toPlainText());
}

} // namespace Pacewatch
