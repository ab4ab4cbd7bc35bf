#pragma once

#include "core/privacy/redactor.h"
#include "core/transfer/calldraft.h"
#include "core/transfer/import.h"

#include <QByteArray>
#include <QSet>

namespace Pacewatch {

/// Where the importers put what they find. It reads what each answer says about limits, takes out
/// what is private, counts what is missing, and holds what all formats have in common.
class CallIntake final
{
public:
    /// @p total is the file's size. @p fallback is the moment of calls that tell none.
    CallIntake(const ImportOptions& options, qint64 total, WallTime fallback);

    void add(ImportedCall call);
    /// Something at @p line is no call.
    void leaveOut(qint64 line, const QString& problem);
    /// The file is a session, which says where its calls went.
    void setSession(const SessionFacts& facts) { m_imported.session = facts; }
    /// The file ends in the middle.
    void setTruncated() { m_isTruncated = true; }
    /// Tells how far the reading is. Cancelled when somebody wants it to end.
    [[nodiscard]] Result<void> advance(qint64 done);

    [[nodiscard]] const FieldMap& map() const { return m_options.map; }
    [[nodiscard]] qint64 calls() const { return m_imported.exchanges.size(); }
    /// Everything, in order and numbered. Invalid when there was no call at all.
    [[nodiscard]] Result<Imported> finish(EvidenceFormat format);

private:
    void shareTexts(Http::Headers& headers);
    [[nodiscard]] QByteArray shared(const QByteArray& text);
    void count(const ImportedCall& call);
    [[nodiscard]] QList<Shortfall> shortfalls() const;

    const ImportOptions& m_options;
    qint64 m_total;
    WallTime m_fallback;
    Redactor m_redactor;
    Imported m_imported;
    QSet<QByteArray> m_texts; ///< the same header in a thousand calls is kept once
    qint64 m_wholeSeconds = 0;
    qint64 m_timeless = 0;
    qint64 m_guessed = 0;
    qint64 m_withDuration = 0;
    qint64 m_withHead = 0;
    qint64 m_refused = 0;
    qint64 m_refusedWithBody = 0;
    bool m_isTruncated = false;
};

} // namespace Pacewatch
