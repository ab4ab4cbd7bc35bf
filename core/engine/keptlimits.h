#pragma once

#include "core/connection.h"
#include "core/engine/limitsfile.h"
#include "core/instant.h"
#include "core/pacing/limitermemory.h"
#include "core/result.h"
#include "core/secret.h"

#include <QByteArray>
#include <QHash>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <memory>

namespace Pacewatch {

/// What the limiters must not forget over a restart: one small file for each key, which only its
/// user can read, in a folder of ours. Lives on the engine's thread; a thread of its own writes.
///
/// Several connections and several programs may use one key at a time: each keeps a part of its own
/// in the file, and whoever begins adds up what all of them have used.
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

    /// What earlier runs and others kept, for @p reader to take over. NotFound when nobody kept
    /// anything. A file that is not one of ours, or is damaged, is moved out of the way: Corrupt,
    /// and the detail names where it lies now.
    [[nodiscard]] Result<LimiterMemory> read(const QString& name, ConnectionId reader, Instant now,
                                             WallTime wallNow);
    /// Replaces what @p writer kept, soon and as a whole: after a crash the file holds this or the
    /// one before. What it has read is part of @p memory by now, and no longer kept twice.
    void write(const QString& name, ConnectionId writer, const LimiterMemory& memory, Instant now,
               WallTime wallNow);

private:
    [[nodiscard]] QString pathOf(const QString& name) const;
    [[nodiscard]] QString partOf(ConnectionId connection) const;

    QString m_folder;
    QString m_program; ///< tells this run from every other
    qint64 m_version = 0; ///< of the last write
    QHash<QString, LimitsFile::Versions> m_read; ///< by file and connection
    std::shared_ptr<std::atomic<int>> m_open; ///< writes that wait or run
    QThreadPool m_writer; ///< one thread
};

} // namespace Pacewatch
