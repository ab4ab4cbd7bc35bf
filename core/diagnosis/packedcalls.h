#pragma once

#include "core/diagnosis/callfacts.h"

#include <QByteArray>
#include <QList>

namespace Pacewatch {

/// A run of calls in a sixth of their room: neighbours differ in few of their bytes. A value;
/// copies share it.
class PackedCalls final
{
public:
    /// @p calls are at least one.
    explicit PackedCalls(const QList<CallFacts>& calls);

    [[nodiscard]] qsizetype size() const { return m_size; }
    /// The room they take.
    [[nodiscard]] qsizetype bytes() const { return m_bytes.size(); }
    /// The first and the last departure among them, on this computer's calendar.
    [[nodiscard]] WallTime first() const { return m_first; }
    [[nodiscard]] WallTime last() const { return m_last; }
    /// The calls as they were.
    [[nodiscard]] QList<CallFacts> unpacked() const;

private:
    QByteArray m_bytes;
    qsizetype m_size = 0;
    WallTime m_first{};
    WallTime m_last{};
};

} // namespace Pacewatch
