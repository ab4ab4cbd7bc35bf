#pragma once

#include "ui/views/connectionview.h"

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

private:
    [[nodiscard]] ConnectionView* shown() const;

    PageContext& m_context;
    QStackedLayout* m_stack;
    TrafficView* m_held;
    SessionTrafficView* m_paged = nullptr; ///< made with the first large session
};

} // namespace Pacewatch
