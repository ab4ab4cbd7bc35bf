#include "ui/charts/callstrip.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/chip.h"
#include "ui/controls/pieceslabel.h"
#include "ui/controls/textlabel.h"
#include "ui/controls/underlinetabs.h"
#include "ui/views/traffic/callcompare.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/inspectorparts.h"
#include "ui/views/traffic/messagepane.h"
#include "ui/wording/traffic.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

/// The building of the inspector; what it does is in inspector.cpp.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Where room is short the pages give way, not the sentence above them: they scroll.
constexpr int LeastPage = 32;

} // namespace

Inspector::Inspector(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    setObjectName(u"inspector"_s);
    setMinimumSize(300, 160);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* card = new Card(context.theme, this);
    outer->addWidget(card);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(1, 1, 1, 1);
    m_whole = new QStackedWidget(card);
    inner->addWidget(m_whole);

    auto* empty
        = new TextLabel(context.theme, FontRole::Body, Color::TextMuted, Wording::chooseCall());
    empty->setWordWrap(true);
    empty->setAlignment(Qt::AlignCenter);
    empty->setContentsMargins(32, 0, 32, 0);
    m_whole->addWidget(empty);

    auto* call = new QWidget(m_whole);
    auto* column = new QVBoxLayout(call);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    buildHead(column);
    buildPages(column);
    buildActions(column);
    m_whole->addWidget(call);
    m_compare = new CallCompare(context, m_whole);
    m_whole->addWidget(m_compare);
    connect(&context.privacy, &Privacy::changed, this, &Inspector::refresh);
}

void Inspector::buildHead(QVBoxLayout* column)
{
    auto* head = new QVBoxLayout;
    head->setContentsMargins(15, 11, 15, 8);
    head->setSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    m_chip = new Chip(m_context.theme);
    m_chip->setObjectName(u"statusChip"_s);
    m_title = new TextLabel(m_context.theme, FontRole::Subtitle, Color::TextPrimary);
    m_title->setElided(true);
    auto* previous = new Button(m_context.icons.icon(Icon::ChevronUp), Wording::previousCall());
    auto* next = new Button(m_context.icons.icon(Icon::ChevronDown), Wording::nextCall());
    previous->setObjectName(u"previousCallButton"_s);
    next->setObjectName(u"nextCallButton"_s);
    connect(previous, &QPushButton::clicked, this, [this] { emit stepped(-1); });
    connect(next, &QPushButton::clicked, this, [this] { emit stepped(1); });
    row->addWidget(m_chip);
    row->addWidget(m_title, 1);
    row->addWidget(previous);
    row->addWidget(next);
    head->addLayout(row);
    m_explanation = new PiecesLabel(m_context.theme);
    m_explanation->setObjectName(u"explanation"_s);
    head->addWidget(m_explanation);
    m_strip = new CallStrip(m_context.theme);
    head->addWidget(m_strip);
    column->addLayout(head);
}

QPlainTextEdit* Inspector::makeText(const QString& name)
{
    auto* text = new QPlainTextEdit;
    text->setObjectName(name);
    text->setReadOnly(true);
    text->setLineWrapMode(QPlainTextEdit::NoWrap);
    text->setFont(m_context.theme.font(FontRole::Mono));
    text->setStyleSheet(
        u"QPlainTextEdit { font-family: 'JetBrains Mono'; font-size: 9pt; padding: 6px; }"_s);
    new MaskHighlighter(m_context.theme, text->document());
    return text;
}

void Inspector::buildPages(QVBoxLayout* column)
{
    m_tabs = new UnderlineTabs(m_context.theme);
    m_tabs->setObjectName(u"inspectorTabs"_s);
    for (int tab = 0; tab < 4; ++tab) {
        m_tabs->addTab(Wording::inspectorTab(tab));
    }
    auto* tabs = new QHBoxLayout;
    tabs->setContentsMargins(15, 0, 15, 0);
    tabs->addWidget(m_tabs);
    column->addLayout(tabs);

    m_pages = new QStackedWidget;
    m_pages->setMinimumHeight(LeastPage);
    auto* overview = new QWidget;
    auto* lines = new QVBoxLayout(overview);
    lines->setContentsMargins(15, 10, 15, 12);
    lines->setSpacing(4);
    const auto caption = [this, lines](const QString& text) {
        lines->addWidget(
            new TextLabel(m_context.theme, FontRole::Label, Color::TextSecondary, text));
    };
    caption(Wording::gatewayAnswered());
    m_fields = new InspectorFields(m_context.theme);
    lines->addWidget(m_fields);
    lines->addSpacing(10);
    caption(Wording::clientSent());
    m_sent = makeText(u"sentText"_s);
    m_sent->setMinimumHeight(80);
    lines->addWidget(m_sent, 1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setWidget(overview);
    scroll->viewport()->setAutoFillBackground(false);
    overview->setAutoFillBackground(false);
    m_pages->addWidget(scroll);

    m_request = new MessagePane(m_context, u"requestText"_s);
    m_response = new MessagePane(m_context, u"responseText"_s);
    m_timing = new InspectorTiming(m_context.theme);
    for (QWidget* content : {static_cast<QWidget*>(m_request), static_cast<QWidget*>(m_response),
                             static_cast<QWidget*>(m_timing)}) {
        auto* page = new QWidget;
        auto* box = new QVBoxLayout(page);
        box->setContentsMargins(15, 10, 15, 12);
        box->addWidget(content);
        if (content == m_timing) {
            box->addStretch();
        }
        m_pages->addWidget(page);
    }
    connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
    column->addWidget(m_pages, 1);
}

void Inspector::buildActions(QVBoxLayout* column)
{
    auto* rule = new QFrame;
    rule->setFixedHeight(1);
    rule->setObjectName(u"inspectorRule"_s);
    column->addWidget(rule);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(11, 10, 11, 10);
    row->setSpacing(8);
    auto* timeline = new Button(Wording::showTimeline());
    timeline->setIcon(m_context.icons.icon(Icon::Monitor));
    timeline->setObjectName(u"timelineButton"_s);
    m_curl = new Button(Wording::copyAsCurl());
    m_curl->setIcon(m_context.icons.icon(Icon::Copy));
    m_curl->setObjectName(u"curlButton"_s);
    m_again = new Button(Wording::sendAgain());
    m_again->setIcon(m_context.icons.icon(Icon::Send));
    m_again->setObjectName(u"sendAgainButton"_s);
    for (Button* button : {timeline, m_curl, m_again}) {
        button->setCompact(true);
        row->addWidget(button);
    }
    row->addStretch();
    column->addLayout(row);
    connect(timeline, &QPushButton::clicked, this, &Inspector::showTimeline);
    connect(m_curl, &QPushButton::clicked, this, &Inspector::copyAsCurl);
    connect(m_again, &QPushButton::clicked, this, &Inspector::sendAgain);
}

} // namespace Pacewatch
