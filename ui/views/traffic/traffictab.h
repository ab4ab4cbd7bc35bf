#pragma once

#include "ui/views/connectionview.h"

#include <QTimer>

#include <optional>

class QStackedLayout;

namespace Pacewatch {

class SessionTrafficView;
class TrafficView;

/// The tab of calls: in memory for a connection that is watched or a session of usual size, from
/// the file for a large session.
class TrafficTab final : public ConnectionView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrafficTab)

public:
    explicit TrafficTab(PageContext& context, QWidget* parent = nullptr);

    void showConnection(ConnectionId id) override;
    void showCalls(const QString& title, const QList<ExchangeId>& calls) override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    void makePaged();
    [[nodiscard]] ConnectionView* shown() const;

    PageContext& m_context;
    QStackedLayout* m_stack;
    TrafficView* m_held;
    QWidget* m_blank; ///< while the page of a large session is made
    SessionTrafficView* m_paged = nullptr; ///< made with the first large session
    std::optional<ConnectionId> m_awaited; ///< shown once it is made
    QTimer m_making;
};

} // namespace Pacewatch
