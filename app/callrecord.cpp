#include "app/callrecord.h"

#include "core/store/sessionreader.h"
#include "core/transfer/recordline.h"

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Whether calls of that gateway may be added to @p path.
Result<void> checkGateway(const QString& path, const SessionFacts& facts)
{
    Result<SessionReader> there = SessionReader::open(path);
    const Result<SessionFacts> kept
        = there ? there->facts() : Result<SessionFacts>(fail(there.error()));
    // Whoever opens it for writing says what is wrong with it.
    return !kept || kept->profileId.isEmpty() || kept->profileId == facts.profileId
        ? Result<void>()
        : fail(ErrorCode::Invalid,
               u"%1: holds calls of %2; those of %3 need a file of their own"_s.arg(
                   path, kept->profileId, facts.profileId));
}

} // namespace

Result<void> CallRecord::open(const QString& path, const SessionFacts& facts, const Secret& key)
{
    const QByteArray standInKey = StandIns::newKey();
    if (!path.endsWith(".pacewatch"_L1)) {
        m_redactor.emplace(standInKey);
        if (!key.isEmpty()) {
            m_redactor->know(key.reveal());
        }
        return m_lines.open(path);
    }
    if (const Result<void> checked = checkGateway(path, facts); !checked) {
        return checked;
    }
    m_session = std::make_unique<SessionRecorder>(m_clock);
    Result<void> opened = m_session->open(path, standInKey);
    if (!opened) {
        m_session.reset();
        return fail(opened.error().code, path + u": "_s + opened.error().detail);
    }
    m_session->setFacts(facts);
    if (!key.isEmpty()) {
        m_session->hide(key.reveal());
    }
    return {};
}

Result<void> CallRecord::add(const Exchange& exchange)
{
    if (m_session) {
        m_session->add(exchange);
        return m_session->trouble() ? Result<void>(fail(*m_session->trouble())) : Result<void>();
    }
    return m_redactor ? m_lines.add(recordLine(m_redactor->redacted(exchange))) : Result<void>();
}

} // namespace Pacewatch
