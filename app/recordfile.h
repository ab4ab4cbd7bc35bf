#pragma once

#include "core/result.h"

#include <QFile>
#include <QJsonObject>
#include <QString>

namespace Pacewatch {

/// A file of JSON lines that only its owner can read. Lines are added to what is there, and
/// each is handed to the system at once.
class RecordFile final
{
public:
    /// Opens or makes @p path with mode 0600.
    [[nodiscard]] Result<void> open(const QString& path);
    [[nodiscard]] bool isOpen() const { return m_file.isOpen(); }

    /// Adds a line; does nothing while no file is open.
    [[nodiscard]] Result<void> add(const QJsonObject& line);
    /// The same with @p line as JSON without its end.
    [[nodiscard]] Result<void> add(const QByteArray& line);

private:
    QFile m_file;
};

} // namespace Pacewatch
