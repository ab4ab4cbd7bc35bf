#pragma once

#include "core/connection.h"
#include "core/result.h"

#include <QList>
#include <QString>

namespace Pacewatch {

/// The connections of the last start, as JSON in a file that only its user can read. Practice
/// connections and keys are not in it; keys lie in the system's key store. Window thread.
class KeptConnections final
{
public:
    explicit KeptConnections(QString path);

    /// Empty when nothing was kept yet. A file that cannot be read is moved aside, never
    /// overwritten, and the error names where it lies now.
    [[nodiscard]] Result<QList<ConnectionSpec>> read();
    /// Keeps @p connections, the practice ones left out; writes only what differs from the last
    /// time.
    [[nodiscard]] Result<void> write(const QList<ConnectionSpec>& connections);

private:
    QString m_path;
    QList<ConnectionSpec> m_written;
};

} // namespace Pacewatch
