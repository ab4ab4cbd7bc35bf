#pragma once

#include "core/exchange.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <atomic>
#include <functional>

namespace Pacewatch {

/// What an export is written as.
enum class ExportFormat
{
    Har, ///< HTTP Archive 1.2; the wait in our queue is `blocked`
    Csv, ///< one row a call, no heads and no bodies
    JsonLines, ///< our own record, with heads and bodies
    Session, ///< our own database
};

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

/// Writes @p exchanges, which are redacted once more, to @p path with mode 0600. The finished text
/// is then scanned by other means than the redaction; only when that finds nothing does it get its
/// name. What was at @p path before is replaced then and not sooner. Waits for the disk.
///
/// Errors: Refused, the scan found something, and the detail says what and where; StorageFailed;
/// Cancelled.
[[nodiscard]] Result<void> writeEvidence(const QList<Exchange>& exchanges, const QString& path,
                                         ExportFormat format, const ExportOptions& options = {});

/// One cell of CSV (RFC 4180). A text that a spreadsheet would take for a formula (it begins with
/// `=`, `+`, `-`, `@`, a tab or a carriage return) gets an apostrophe in front, which importCsv()
/// takes off again; a plain number does not.
[[nodiscard]] QByteArray csvCell(const QByteArray& text);

} // namespace Pacewatch
