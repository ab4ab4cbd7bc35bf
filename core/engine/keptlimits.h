#pragma once

#include "core/connection.h"
#include "core/instant.h"
#include "core/pacing/limitermemory.h"
#include "core/result.h"
#include "core/secret.h"

#include <QByteArray>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace Pacewatch {

/// What the limiters must not forget over a restart: one small file for each key, which only its
/// user can read, in a folder of ours. Lives on the engine's thread; a thread of its own writes.
class KeptLimits final
{
public:
    /// Keeps nothing when @p folder is empty. Files nobody touched for longer than any window lasts
    /// are removed; @p wallNow decides.
    KeptLimits(QString folder, WallTime wallNow);
    KeptLimits(const KeptLimits&) = delete;
    KeptLimits& operator=(const KeptLimits&) = delete;
    /// Waits for the last write.
    ~KeptLimits();

    [[nodiscard]] bool isOn() const { return !m_folder.isEmpty(); }

    /// The file's name for a gateway, a profile and a key, from which none of the three can be
    /// told. Without a key the customer takes its place: whoever has no key here brings one of
    /// their own.
    [[nodiscard]] static QString nameFor(const ConnectionSpec& spec, const Secret& key);

    /// What an earlier run kept. NotFound when it kept nothing. A file that is not one of ours, or
    /// is damaged, is moved out of the way: Corrupt, and the detail names where it lies now.
    [[nodiscard]] Result<LimiterMemory> read(const QString& name, Instant now,
                                             WallTime wallNow) const;
    /// Replaces what is kept, soon and as a whole: after a crash the file holds this or the one
    /// before.
    void write(const QString& name, const LimiterMemory& memory, Instant now, WallTime wallNow);

private:
    [[nodiscard]] QString pathOf(const QString& name) const;

    QString m_folder;
    std::shared_ptr<std::atomic<int>> m_open; ///< writes that wait or run
    QThreadPool m_writer; ///< one thread
};

} // namespace Pacewatch
