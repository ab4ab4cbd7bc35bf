#pragma once

#include "core/exchange.h"
#include "core/result.h"
#include "core/transfer/evidence.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <functional>
#include <utility>

namespace Pacewatch {

/// How an export is written.
struct ExportOptions
{
    /// Secrets that must not be in it in any spelling, such as the keys of the connections.
    QList<QByteArray> knownSecrets;
    /// Where the paths of calls without a Host lie: "https://api.example/v1".
    QByteArray baseUrl;
    std::function<void(qint64 done, qint64 total)> progress; ///< in calls, on the writing thread
    const std::atomic<bool>* cancel = nullptr; ///< set by another thread to stop; may be null
};

/// Where the calls of an export come from, a page at a time; an empty page is the end.
struct CallSource
{
    std::function<Result<QList<Exchange>>()> next;
    qint64 total = 0; ///< how many there will be, for the progress
    QList<std::pair<QString, QString>> facts; ///< of the session, for a session
    QList<std::pair<WallTime, QString>> notes; ///< the same
};

/// Writes the calls of @p source, which are redacted once more, to @p path with mode 0600, and
/// tells how many. The finished text is then scanned by other means than the redaction; only when
/// that finds nothing does it get its name. What was at @p path before is replaced then and not
/// sooner. Memory does not grow with the number of calls. Waits for the disk.
///
/// Errors: Refused, the scan found something, and the detail says what and where; StorageFailed;
/// Cancelled; those of the source.
[[nodiscard]] Result<qint64> writeEvidence(const CallSource& source, const QString& path,
                                           ExportFormat format, const ExportOptions& options = {});

/// The same for calls that are all at hand.
[[nodiscard]] Result<void> writeEvidence(const QList<Exchange>& exchanges, const QString& path,
                                         ExportFormat format, const ExportOptions& options = {});

/// One cell of CSV (RFC 4180). A text that a spreadsheet would take for a formula (it begins with
/// `=`, `+`, `-`, `@`, a tab or a carriage return) gets an apostrophe in front, which importCsv()
/// takes off again; a plain number does not.
[[nodiscard]] QByteArray csvCell(const QByteArray& text);

} // namespace Pacewatch
