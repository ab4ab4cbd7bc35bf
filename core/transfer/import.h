#pragma once

#include "core/exchange.h"
#include "core/result.h"
#include "core/store/sessionfile.h"
#include "core/transfer/evidence.h"
#include "core/transfer/fieldmap.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <functional>

namespace Pacewatch {

/// What a file held. The calls are in the order they arrived and numbered in it; their readings are
/// read again, what is private in them is replaced by stand-ins, and `arrived` counts from 1970 as
/// `arrivedWall` does. `tooEarlyBy` is there only when the file told it.
struct Imported
{
    static constexpr qsizetype MostFaults = 100;

    EvidenceFormat format = EvidenceFormat::Record;
    QList<Exchange> exchanges;
    /// Of the file, from its start, that was read: 1 for all of it.
    double part = 1;
    QList<Shortfall> shortfalls; ///< in the order of the enum, each once
    QList<ImportFault> faults; ///< the first MostFaults pieces that were left out
    qint64 faultCount = 0; ///< of all of them
    SessionFacts session{}; ///< what a session says of itself; empty for other formats
};

/// How a file is read.
struct ImportOptions
{
    /// Called on the reading thread with the bytes read so far and those of the file.
    std::function<void(qint64 done, qint64 total)> progress;
    const std::atomic<bool>* cancel = nullptr; ///< set by another thread to stop; may be null
    /// What the stand-ins are made with; a new key when empty. Files of one case share one.
    QByteArray standInKey;
    QString dialect; ///< family of headers to believe first; may be empty
    /// What the fields of JSON lines, CSV and access logs mean; what it does not say is guessed.
    FieldMap map{};
    /// Read only so many bytes, if the fields of the file are free and it has more; 0 for all.
    qint64 mostBytes = 0;
};

/// Reads the calls of the file at @p path. Waits for the disk; call it on a thread for work.
///
/// Errors: NotFound; Invalid, no format we know, a map that contradicts itself, or not one call in
/// it (the detail tells the line); Corrupt, broken before the first call; TooLarge; Unsupported, a
/// packed file; Cancelled.
[[nodiscard]] Result<Imported> readEvidence(const QString& path, const ImportOptions& options = {});

} // namespace Pacewatch
