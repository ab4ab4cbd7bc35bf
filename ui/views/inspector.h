#pragma once

#include "core/connection.h"
#include "core/exchange.h"
#include "ui/views/connectionview.h"

#include <optional>

class QPlainTextEdit;
class QStackedWidget;
class QVBoxLayout;

namespace Pacewatch {

class Button;
class Chip;
class InspectorFields;
class InspectorTiming;
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

    void showExchange(const Exchange& exchange);
    void clear();
    /// The connection of the calls that are shown: for its address, limits and key field.
    void setConnection(const ConnectionState& connection);
    /// Puts the call on the clipboard as a curl command, without any key.
    void copyAsCurl();

signals:
    /// A person asked for the next (1) or the previous (-1) call.
    void stepped(int by);

private:
    void buildHead(QVBoxLayout* column);
    void buildPages(QVBoxLayout* column);
    void buildActions(QVBoxLayout* column);
    QPlainTextEdit* makeText(const QString& name);
    void refresh();
    void sendAgain();
    QString headText(const QByteArray& firstLine, const Http::Headers& headers) const;
    QString bodyText(const KeptBody& body) const;
    QString keyLine(const Exchange& exchange) const;

    PageContext& m_context;
    std::optional<Exchange> m_exchange;
    ConnectionState m_connection;
    QByteArray m_authHeader;
    QStackedWidget* m_whole = nullptr;
    Chip* m_chip = nullptr;
    TextLabel* m_title = nullptr;
    PiecesLabel* m_explanation = nullptr;
    UnderlineTabs* m_tabs = nullptr;
    QStackedWidget* m_pages = nullptr;
    InspectorFields* m_fields = nullptr;
    QPlainTextEdit* m_sent = nullptr;
    QPlainTextEdit* m_request = nullptr;
    QPlainTextEdit* m_response = nullptr;
    InspectorTiming* m_timing = nullptr;
    Button* m_curl = nullptr;
    Button* m_again = nullptr;
};

} // namespace Pacewatch
