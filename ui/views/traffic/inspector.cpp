#include "ui/views/traffic/inspector.h"

#include "core/engine.h"
#include "ui/charts/callstrip.h"
#include "ui/controls/button.h"
#include "ui/controls/chip.h"
#include "ui/controls/pieceslabel.h"
#include "ui/controls/textlabel.h"
#include "ui/curlcommand.h"
#include "ui/models/exchangemodel.h"
#include "ui/models/feed.h"
#include "ui/models/messagetext.h"
#include "ui/models/senddrafts.h"
#include "ui/views/traffic/callcompare.h"
#include "ui/views/traffic/inspectorparts.h"
#include "ui/views/traffic/messagepane.h"
#include "ui/wording/charts.h"
#include "ui/wording/traffic.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QPlainTextEdit>
#include <QStackedWidget>
#include <QTimer>

/// What the inspector shows and does; its parts are put together in inspectorbuild.cpp.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

void Inspector::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    placeStrip();
}

void Inspector::placeStrip()
{
    // The fields come first where there is little room.
    constexpr int LeastForStrip = 380;
    m_strip->setVisible(height() >= LeastForStrip && !m_around.calls.isEmpty());
}

void Inspector::setConnection(const ConnectionState& connection)
{
    if (connection.spec.profileId != m_connection.spec.profileId) {
        const auto profile = m_context.engine.profiles().find(connection.spec.profileId);
        m_authHeader = profile ? profile->auth.header : QByteArray();
    }
    m_connection = connection;
}

void Inspector::showExchange(const Exchange& exchange, const CallSurroundings& around)
{
    m_exchange = exchange;
    m_around = around;
    if (const ConnectionState* state = m_context.feed.connection(exchange.connection)) {
        setConnection(*state);
    }
    refresh();
}

void Inspector::compare(const Exchange& first, const Exchange& second)
{
    m_compare->showCalls(first, second);
    m_whole->setCurrentWidget(m_compare);
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
    m_strip->show(m_around);
    placeStrip();
    m_sent->setPlainText(sentText(exchange));
    m_request->showMessage(headOf(exchange.request), exchange.requestBody,
                           exchange.request.headers.value("Content-Encoding"));
    m_response->showMessage(
        exchange.response.status == 0 ? Wording::statusTitle(exchange) : headOf(exchange.response),
        exchange.responseBody, exchange.response.headers.value("Content-Encoding"));
    m_timing->setExchange(exchange);
    m_again->setEnabled(canSendAgain());
    m_again->setVisible(m_context.feed.recording(m_connection.id) == nullptr); // nothing sends
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

QString Inspector::sentText(const Exchange& exchange) const
{
    const QString body
        = readableContent(exchange.requestBody, exchange.request.headers.value("Content-Encoding"),
                          MessagePane::FirstPart);
    return keyLine(exchange)
        + (exchange.requestBody.size == 0 ? Wording::noBody() : m_context.privacy.shownBody(body));
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

void Inspector::showTimeline()
{
    if (m_exchange) {
        emit timelineWanted(m_exchange->arrivedWall);
    }
}

bool Inspector::canSendAgain() const
{
    // What is kept of a longer body would not be the same call, nor one whose key is hidden.
    return m_exchange && m_context.feed.recording(m_exchange->connection) == nullptr
        && m_exchange->requestBody.size <= m_exchange->requestBody.head.size()
        && !QString::fromUtf8(m_exchange->request.target).contains(u'•');
}

void Inspector::sendAgain()
{
    if (canSendAgain()) {
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
