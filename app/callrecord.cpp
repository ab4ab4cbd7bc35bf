#include "app/callrecord.h"

#include "core/transfer/recordline.h"

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

Result<void> CallRecord::open(const QString& path)
{
    const QByteArray standInKey = StandIns::newKey();
    if (!path.endsWith(".pacewatch"_L1)) {
        m_redactor.emplace(standInKey);
        return m_lines.open(path);
    }
    m_session = std::make_unique<SessionRecorder>(m_clock);
    Result<void> opened = m_session->open(path, standInKey);
    if (!opened) {
        m_session.reset();
        opened = fail(opened.error().code, path + u": "_s + opened.error().detail);
    }
    return opened;
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
