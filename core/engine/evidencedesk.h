#pragma once

#include "core/connection.h"
#include "core/profile/profile.h"
#include "core/recorded.h"
#include "core/store/sessionfile.h"
#include "core/store/sessionreader.h"
#include "core/transfer/import.h"

#include <QByteArray>
#include <QString>

#include <atomic>
#include <functional>
#include <map>
#include <memory>

namespace Pacewatch {

/// A session that was opened, and what it says of itself.
struct OpenedSession
{
    QString path;
    bool isCopy = false; ///< made for this opening; it goes when the session is closed
    qint64 bytes = 0;
    SessionFacts facts; ///< the profile and the address are filled in
    SessionSummary summary;
    WallTime end{}; ///< when the last answer was in
    ConnectionState standing; ///< at the end, by its last calls; only what Replay describes
    std::shared_ptr<SessionReader> reader; ///< for whoever pages through it: one thread at a time
};

/// Reads files of evidence and makes sessions of them. Used on the thread "work" only.
class EvidenceDesk final
{
public:
    using Progress = std::function<void(qint64 done, qint64 total)>;
    using Cancel = std::atomic<bool>;

    /// @p profiles must outlive it. Copies go below @p folder, the folder of sessions.
    EvidenceDesk(const ProfileShelf& profiles, QString folder);

    /// See Engine::previewEvidence().
    [[nodiscard]] Result<EvidencePreview> preview(const EvidencePart& part, const QString& alignTo,
                                                  PreviewDepth depth, const Progress& progress,
                                                  const Cancel& cancel);
    /// A session is opened where it lies; everything else becomes a copy of its own.
    [[nodiscard]] Result<OpenedSession> open(const EvidenceCase& evidence, const Progress& progress,
                                             const Cancel& cancel);
    /// Lets go of what was read for previews.
    void forget();

private:
    [[nodiscard]] bool isSession(const QString& path) const;
    struct Reading
    {
        FieldMap map;
        Imported imported;
    };

    [[nodiscard]] Result<const Imported*> read(const EvidencePart& part, PreviewDepth depth,
                                               const Progress& progress, const Cancel& cancel);
    [[nodiscard]] Result<EvidencePreview> previewCalls(const EvidencePart& part,
                                                       const QString& alignTo, PreviewDepth depth,
                                                       const Progress& progress,
                                                       const Cancel& cancel);
    [[nodiscard]] Result<EvidencePreview> previewSession(const QString& path);
    [[nodiscard]] Result<OpenedSession> openSession(const QString& path,
                                                    const EvidenceCase& evidence);
    [[nodiscard]] Result<QString> makeCopy(const EvidenceCase& evidence, const Progress& progress,
                                           const Cancel& cancel);
    [[nodiscard]] Result<void> write(const QString& path, const QList<Exchange>& calls,
                                     const EvidenceCase& evidence, const Progress& progress,
                                     const Cancel& cancel) const;
    [[nodiscard]] SessionFacts factsOf(const QList<Exchange>& calls,
                                       const EvidenceCase& evidence) const;

    const ProfileShelf& m_profiles;
    QString m_folder;
    QByteArray m_standInKey; ///< one for all files of a case
    std::map<QString, Reading> m_read; ///< by path
};

} // namespace Pacewatch
