#pragma once

#include "core/connection.h"
#include "core/exchange.h"
#include "ui/models/callsurroundings.h"
#include "ui/views/connectionview.h"

#include <optional>

class QPlainTextEdit;
class QStackedWidget;
class QVBoxLayout;

namespace Pacewatch {

class Button;
class CallCompare;
class CallStrip;
class Chip;
class InspectorFields;
class InspectorTiming;
class MessagePane;
class PiecesLabel;
class TextLabel;
class UnderlineTabs;

/// One call in words, fields and bytes. All foreign text in it is plain text.
class Inspector final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Inspector)

public:
    explicit Inspector(PageContext& context, QWidget* parent = nullptr);

    /// Without surroundings their strip is left out.
    void showExchange(const Exchange& exchange, const CallSurroundings& around = {});
    /// Lays two calls over each other in place of one.
    void compare(const Exchange& first, const Exchange& second);
    void clear();
    /// The connection of the calls that are shown: for its address, limits and key field.
    void setConnection(const ConnectionState& connection);
    /// Puts the call on the clipboard as a curl command, without any key.
    void copyAsCurl();
    /// Puts the call into the send queue, whose page opens; nothing leaves from here.
    void sendAgain();
    [[nodiscard]] bool canSendAgain() const;
    /// Asks for the moment of the call on the timeline.
    void showTimeline();

signals:
    void timelineWanted(Pacewatch::WallTime at);
    /// A person asked for the next (1) or the previous (-1) call.
    void stepped(int by);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildHead(QVBoxLayout* column);
    void buildPages(QVBoxLayout* column);
    void buildActions(QVBoxLayout* column);
    QPlainTextEdit* makeText(const QString& name);
    void refresh();
    void placeStrip();
    QString sentText(const Exchange& exchange) const;
    QString keyLine(const Exchange& exchange) const;

    PageContext& m_context;
    std::optional<Exchange> m_exchange;
    CallSurroundings m_around;
    ConnectionState m_connection;
    QByteArray m_authHeader;
    QStackedWidget* m_whole = nullptr;
    Chip* m_chip = nullptr;
    TextLabel* m_title = nullptr;
    PiecesLabel* m_explanation = nullptr;
    CallStrip* m_strip = nullptr;
    CallCompare* m_compare = nullptr;
    UnderlineTabs* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    InspectorFields* m_fields = nullptr;
    QPlainTextEdit* m_sent = nullptr;
    MessagePane* m_request = nullptr;
    MessagePane* m_response = nullptr;
    InspectorTiming* m_timing = nullptr;
    Button* m_curl = nullptr;
    Button* m_again = nullptr;
};

} // namespace Pacewatch
