#pragma once

#include "app/recordfile.h"
#include "core/clock.h"
#include "core/exchange.h"
#include "core/privacy/redactor.h"
#include "core/result.h"
#include "core/secret.h"
#include "core/store/sessionrecorder.h"

#include <QString>

#include <memory>
#include <optional>

namespace Pacewatch {

/// What `--record FILE` writes: a session when the name ends in `.pacewatch`, else JSON lines. What
/// is private is replaced in both; in one run the same value has the same stand-in.
class CallRecord final
{
public:
    /// @p clock must outlive it.
    explicit CallRecord(Clock& clock)
        : m_clock(clock)
    { }

    /// Opens or makes @p path with mode 0600; calls are added to what is there. A session keeps
    /// @p facts, as one that the window records does; one of another gateway is refused. @p key
    /// is in no spelling in what is written.
    [[nodiscard]] Result<void> open(const QString& path, const SessionFacts& facts,
                                    const Secret& key);
    /// Adds a call; does nothing while no file is open.
    [[nodiscard]] Result<void> add(const Exchange& exchange);

private:
    Clock& m_clock;
    RecordFile m_lines;
    std::unique_ptr<SessionRecorder> m_session;
    std::optional<Redactor> m_redactor;
};

} // namespace Pacewatch
