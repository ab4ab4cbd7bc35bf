#pragma once

#include "core/transfer/callfact.h"

#include <QByteArray>
#include <QString>

namespace Pacewatch {

/// Where the role of a field comes from.
enum class RoleBasis
{
    Unknown, ///< it has none
    Chosen, ///< a person said so
    Name, ///< its name tells
    Place, ///< where it stands in a line and what it looks like tell
};

/// One field of a file.
struct FoundField
{
    QByteArray name;
    QString sample; ///< the first value that is not empty, private ones replaced; cut
    CallFactRole role;
    RoleBasis basis = RoleBasis::Unknown;
    qint64 values = 0; ///< that were looked at, without empty ones
    qint64 unread = 0; ///< of them, those that cannot be read as the role says
    bool isUnitGuessed = false; ///< a number without a unit, taken by its size
};

} // namespace Pacewatch
