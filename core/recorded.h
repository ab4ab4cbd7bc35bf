#pragma once

#include "core/exchange.h"
#include "core/instant.h"
#include "core/result.h"
#include "core/store/callfilter.h"
#include "core/transfer/evidence.h"
#include "core/transfer/fieldmap.h"
#include "core/transfer/foundfield.h"

#include <QList>
#include <QString>

#include <optional>

namespace Pacewatch {

/// Names a long job of the engine, to cancel it.
enum class JobId : quint32
{
};

/// One file of a case, by how much its clock is set forward, and what its fields mean.
struct EvidencePart
{
    QString path;
    Duration shift{};
    FieldMap map{};
};

/// Files that are opened together, as one recorded connection.
struct EvidenceCase
{
    QList<EvidencePart> parts;
    QString name; ///< shown as the customer; when empty what the file says, or its name
    QString profileId; ///< what the file says, or found out by the calls, when empty
};

/// How much of a file is read for its preview.
enum class PreviewDepth
{
    Start, ///< of a file with free fields; of any other all of it
    Whole,
};

/// What a file of evidence holds, before it is opened.
struct EvidencePreview
{
    static constexpr qsizetype MostCalls = 8;
    /// Read for PreviewDepth::Start: some thousand calls, a tenth of a second.
    static constexpr qint64 StartBytes = 1024 * 1024;

    QString path;
    EvidenceFormat format = EvidenceFormat::Record;
    QList<FoundField> fields; ///< none in a format whose fields have a fixed meaning
    QByteArray fieldSet; ///< tells one set of fields from another
    /// Why there is no call in it as its fields are taken now; with other roles there may be.
    std::optional<Error> problem;
    /// Only its start was read: the numbers are estimates, and when it ends is not known.
    bool isStart = false;
    qint64 calls = 0;
    qint64 refused = 0;
    WallTime first{};
    WallTime last{};
    QList<Exchange> firstCalls; ///< at most MostCalls, private values replaced
    QList<Shortfall> shortfalls;
    QList<ImportFault> faults; ///< the first of them
    qint64 faultCount = 0;
    /// What to set its clock forward by, so that equal calls of both files fall together; empty
    /// when too few are equal.
    std::optional<Duration> shift;
    qint64 matched = 0; ///< equal calls it rests on
};

/// A session that was recorded by itself and lies in the data folder.
struct RecentSession
{
    QString path;
    QString customer;
    QString profileId;
    WallTime first{};
    WallTime last{};
    qint64 calls = 0;
};

/// What a connection was opened from. Its instants count from 1970.
struct Recording
{
    ConnectionId id{};
    QString file; ///< what is read
    WallTime first{}; ///< of the calls' moments
    WallTime last{}; ///< when the last answer was in: the present of all that is shown of it
    qint64 bytes = 0; ///< of the file
    qint64 calls = 0;
    bool isLarge = false; ///< its calls are asked for in pages, never held all at once
    bool isDense = false; ///< the ids of its calls follow each other without a gap
    ExchangeId firstId{};

    friend bool operator==(const Recording&, const Recording&) = default;
};

/// What "now" is for a connection: the end of its recording, else @p now.
[[nodiscard]] inline Instant presentOf(const Recording* recording, Instant now)
{
    return recording ? Instant(recording->last.time_since_epoch()) : now;
}
[[nodiscard]] inline WallTime presentOf(const Recording* recording, WallTime now)
{
    return recording ? recording->last : now;
}

/// What somebody wrote down about a moment of a connection; what is private in it is replaced.
struct MomentNote
{
    ConnectionId connection{};
    WallTime at{};
    QString text;
};

/// Which calls of a recorded connection are asked for. At most MostCalls are answered.
struct CallsWanted
{
    static constexpr int MostCalls = 10'000;

    CallFilter filter;
    CallOrder order; ///< of the picked ones as they were picked, whatever it says
    ExchangeId after{}; ///< those behind it, where the order is that in which they were written
    int most = 0;
    QList<ExchangeId> picked; ///< when not empty, these and no others
    bool isWhole = false; ///< with heads, bodies and what they say about limits
};

/// The calls of one second of a recorded connection.
struct SecondCount
{
    WallTime at{}; ///< where it begins
    qint64 calls = 0;
    qint64 refused = 0;
};

/// What to write where.
struct ExportOrder
{
    ExportFormat format = ExportFormat::Session;
    QString path;
    std::optional<WallTime> from;
    std::optional<WallTime> until; ///< not included
};

/// How the recording of the live connections goes.
struct RecordingHealth
{
    bool isOn = false; ///< there is a folder to record into
    std::optional<Error> trouble; ///< why the last write failed
    qint64 lost = 0; ///< calls that were never written because the disk took nothing for too long
};

} // namespace Pacewatch
