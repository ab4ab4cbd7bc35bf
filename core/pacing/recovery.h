#pragma once

#include "core/instant.h"

#include <QtGlobal>

#include <optional>

namespace Pacewatch {

/// After a refusal and the probe behind it: one window at half its rate, so that a gateway whose
/// count we got wrong is not run into again at full speed.
class Recovery final
{
public:
    void begin(Instant now, Duration window);
    /// When one more call may go; empty when it may go at @p now.
    [[nodiscard]] std::optional<Instant> nextAt(qint64 limit, Instant now) const;
    void departed(qint64 cost, Instant now);

private:
    Instant m_from{};
    Duration m_window{};
    qint64 m_departed = 0;
};

} // namespace Pacewatch
