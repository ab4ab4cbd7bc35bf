#pragma once

#include "core/store/callgroups.h"
#include "ui/charts/callseries.h"
#include "ui/models/exchangemodel.h"

#include <QString>

#include <optional>

namespace Pacewatch {

/// What the Traffic page keeps of one connection: its calls, which of them belong together, how
/// many there were in each second, and what was typed to find some. Window thread.
class TrafficBook final
{
    Q_DISABLE_COPY_MOVE(TrafficBook)

public:
    /// @p privacy outlives the book.
    explicit TrafficBook(const Privacy& privacy);

    void append(const QList<Exchange>& arrived) { m_model.append(arrived); }

    [[nodiscard]] ExchangeModel& model() { return m_model; }
    [[nodiscard]] const CallGroups& groups() const { return m_groups; }
    [[nodiscard]] const CallSeries& series() const { return m_series; }
    /// When the first call ever seen arrived.
    [[nodiscard]] std::optional<WallTime> firstCall() const { return m_firstCall; }
    [[nodiscard]] quint64 revision() const { return m_revision; } ///< grows with every call

    QString typed; ///< what stands in the filter box of this connection

private:
    void take(int first, int last);

    ExchangeModel m_model;
    CallGroups m_groups;
    CallSeries m_series;
    std::optional<WallTime> m_firstCall;
    quint64 m_revision = 0;
};

} // namespace Pacewatch
