#pragma once

#include "core/connection.h"
#include "core/diagnosis/happening.h"
#include "core/instant.h"

#include <QString>
#include <QStringList>

namespace Pacewatch {

/// The Monitor as text: how a connection stands, what is left, what happened last.
class TextView final
{
public:
    void take(const ConnectionState& state) { m_state = state; }
    void add(const Happening& happening);

    /// A screen of lines, for a terminal that is drawn anew each time.
    [[nodiscard]] QStringList screen(Instant now, WallTime wallNow) const;
    /// The same in one line, for a terminal or a file that only grows.
    [[nodiscard]] QString line(Instant now, WallTime wallNow) const;
    /// One line for one happening.
    [[nodiscard]] QString line(const Happening& happening) const;

private:
    static constexpr qsizetype MostHappenings = 12;

    ConnectionState m_state;
    QList<Happening> m_happenings; ///< newest first
};

} // namespace Pacewatch
