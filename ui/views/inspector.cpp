#include "ui/views/inspector.h"

#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/chip.h"
#include "ui/controls/pieceslabel.h"
#include "ui/controls/textlabel.h"
#include "ui/controls/underlinetabs.h"
#include "ui/curlcommand.h"
#include "ui/models/exchangemodel.h"
#include "ui/models/feed.h"
#include "ui/models/jsontext.h"
#include "ui/models/senddrafts.h"
#include "ui/views/inspectorparts.h"
#include "ui/wordingcharts.h"
#include "ui/wordingtraffic.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

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

    m_request = makeText(u"requestText"_s);
    m_response = makeText(u"responseText"_s);
    m_timing = new InspectorTiming(m_context.theme);
    for (QWidget* content : {static_cast<QWidget*>(m_request), static_cast<QWidget*>(m_response),
                             static_cast<QWidget*>(m_timing)}) {
        auto* page = new QWidget;
        auto* box = new QVBoxLayout(page);
        box->setContentsMargins(15, 12, 15, 12);
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
    connect(timeline, &QPushButton::clicked, this, [this] { m_context.openPage(Page::Monitor); });
    connect(m_curl, &QPushButton::clicked, this, &Inspector::copyAsCurl);
    connect(m_again, &QPushButton::clicked, this, &Inspector::sendAgain);
}

void Inspector::setConnection(const ConnectionState& connection)
{
    if (connection.spec.profileId != m_connection.spec.profileId) {
        const auto profile = m_context.engine.profiles().find(connection.spec.profileId);
        m_authHeader = profile ? profile->auth.header : QByteArray();
    }
    m_connection = connection;
}

void Inspector::showExchange(const Exchange& exchange)
{
    m_exchange = exchange;
    if (const ConnectionState* state = m_context.feed.connection(exchange.connection)) {
        setConnection(*state);
    }
    refresh();
}

void Inspector::clear()
{
    m_exchange.reset();
    refresh();
}

void Inspector::refresh()
{
    m_whole->setCurrentIndex(m_exchange ? 1 : 0);
    if (!m_exchange) {
        return;
    }
    const Exchange& exchange = *m_exchange;
    m_chip->setText(Wording::statusCell(exchange));
    m_chip->setTone(exchange.isRefused()         ? Standing::Limited
                        : isOtherError(exchange) ? Standing::Tight
                                                 : Standing::Clear);
    m_title->setText(Wording::statusTitle(exchange));
    m_explanation->setPieces(Wording::explanation(exchange, m_connection.windows));
    QList<Wording::FieldLine> lines = Wording::limitLines(exchange);
    for (Wording::FieldLine& line : lines) {
        line.value = m_context.privacy.shownBody(line.value);
    }
    m_fields->setLines(lines);
    m_sent->setPlainText(keyLine(exchange) + bodyText(exchange.requestBody));
    m_request->setPlainText(headText(exchange.request.method + ' ' + exchange.request.target
                                         + " HTTP/1."
                                         + QByteArray::number(exchange.request.minorVersion),
                                     exchange.request.headers)
                            + bodyText(exchange.requestBody));
    m_response->setPlainText(exchange.response.status == 0
                                 ? Wording::statusTitle(exchange)
                                 : headText("HTTP/1."
                                                + QByteArray::number(exchange.response.minorVersion)
                                                + ' ' + QByteArray::number(exchange.response.status)
                                                + ' ' + exchange.response.reason,
                                            exchange.response.headers)
                                     + bodyText(exchange.responseBody));
    m_timing->setExchange(exchange);
    // What is kept of a longer body would not be the same call, nor one whose key is hidden.
    m_again->setVisible(m_context.feed.recording(m_connection.id) == nullptr); // nothing sends
    m_again->setEnabled(exchange.requestBody.size <= exchange.requestBody.head.size()
                        && !QString::fromUtf8(exchange.request.target).contains(u'•'));
}

QString Inspector::keyLine(const Exchange& exchange) const
{
    for (const Http::Field& field : exchange.request.headers) {
        const QByteArray lower = field.name.toLower();
        if (lower == m_authHeader.toLower() || lower == "authorization" || lower == "x-api-key") {
            return QString::fromUtf8(field.name + ": " + field.value) + u'\n';
        }
    }
    return {};
}

QString Inspector::headText(const QByteArray& firstLine, const Http::Headers& headers) const
{
    QString text = QString::fromUtf8(firstLine) + u'\n';
    for (const Http::Field& field : headers) {
        text += QString::fromUtf8(field.name) + u": "_s + QString::fromUtf8(field.value) + u'\n';
    }
    return m_context.privacy.shownBody(text + u'\n');
}

QString Inspector::bodyText(const KeptBody& body) const
{
    if (body.size == 0) {
        return Wording::noBody();
    }
    const QString text = m_context.privacy.shownBody(readableBody(body.head));
    return body.size > body.head.size()
        ? Wording::firstOf(body.head.size(), body.size) + u"\n\n"_s + text
        : text;
}

void Inspector::copyAsCurl()
{
    if (!m_exchange) {
        return;
    }
    Exchange shown = *m_exchange;
    if (m_context.privacy.isOn()) {
        const auto mask = [this](const QByteArray& text) {
            return m_context.privacy.shownBody(QString::fromUtf8(text)).toUtf8();
        };
        shown.request.target = mask(shown.request.target);
        shown.requestBody.head = mask(shown.requestBody.head);
        Http::Headers headers;
        for (const Http::Field& field : shown.request.headers) {
            headers.append(field.name, mask(field.value));
        }
        shown.request.headers = headers;
    }
    QGuiApplication::clipboard()->setText(
        curlCommand(shown, m_connection.spec.gatewayUrl, m_authHeader).text);
    m_curl->setText(Wording::copied());
    QTimer::singleShot(1500ms, this, [this] { m_curl->setText(Wording::copyAsCurl()); });
}

void Inspector::sendAgain()
{
    if (m_exchange) {
        const QByteArray& body = m_exchange->requestBody.head;
        m_context.engine.enqueue(
            m_exchange->connection,
            {{m_exchange->request.method,
              pathBelow(m_connection.spec.gatewayUrl, m_exchange->request.target), body,
              recipientOf(body)}});
        m_context.openPage(Page::SendQueue);
    }
}

} // namespace Pacewatch
