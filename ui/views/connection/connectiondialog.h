#pragma once

#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/views/connection/connectionform.h"
#include "ui/views/connection/connectionguide.h"
#include "ui/views/connectionview.h"

#include <QDialog>
#include <QTimer>

namespace Pacewatch {

class KeyStore;

/// Makes a connection or changes one.
///
/// A new one starts to listen as soon as address and port are good, so that "Waiting for the first
/// call" is true; Cancel takes it away again. An existing one changes only when it is saved.
class ConnectionDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @p edited is nullptr for a new connection; it is not kept.
    ConnectionDialog(PageContext& context, KeyStore& keys, const ConnectionState* edited,
                     quint16 firstPort, QWidget* parent = nullptr);

    void done(int result) override;

signals:
    /// Start watching or Save changes was pressed.
    void watchingStarted(Pacewatch::ConnectionId id, quint16 port);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* makeFoot();
    void formChanged();
    void check();
    void checkPort();
    void checkReach();
    void listen();
    void refreshGuide();
    void takeExchanges(const QList<Exchange>& exchanges);
    void testCall();
    void start();
    void keepKey(const ConnectionSpec& spec);
    void useKeptKey(ConnectionId id, const ConnectionSpec& spec);
    [[nodiscard]] bool isListeningOnPort() const;
    [[nodiscard]] QString proxyAddress() const;

    PageContext& m_context;
    KeyStore& m_keys;
    ConnectionForm* m_form;
    ConnectionGuide* m_guide;
    Button* m_test;
    TextLabel* m_testNote;
    Button* m_start;
    QTimer m_typing;
    QTimer m_tenths;
    std::optional<ConnectionId> m_edited;
    std::optional<ConnectionId> m_added;
    ConnectionSpec m_applied;
    bool m_keyIsNew = false;
    std::optional<Exchange> m_firstCall;
};

} // namespace Pacewatch
