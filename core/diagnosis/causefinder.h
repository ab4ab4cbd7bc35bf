#pragma once

#include "core/connection.h"
#include "core/diagnosis/chronicle.h"
#include "core/exchange.h"
#include "core/instant.h"

#include <QByteArray>
#include <QHash>

#include <deque>

namespace Pacewatch {

/// Names what makes the refusals of the last five minutes, as carefully as five minutes allow.
///
/// Strong needs five of a kind that explain four fifths of the refusals, Likely two. Calls of test
/// sends are never blamed on the customer. Pure arithmetic.
class CauseFinder final
{
public:
    void add(const Exchange& exchange);

    [[nodiscard]] Cause find(const Chronicle& chronicle, const QList<WindowState>& windows,
                             Instant now) const;

private:
    struct Call
    {
        Instant sent{};
        QByteArray identity; // of GETs, to find polls
        bool refused = false;
        bool early = false;
        bool ours = false;
    };

    [[nodiscard]] Cause polls(Instant now) const;

    std::deque<Call> m_calls; // of the last five minutes, bounded
};

} // namespace Pacewatch
