#pragma once

#include <QByteArray>
#include <QList>

#include <optional>

namespace Pacewatch {

/// One member of a list in a header field: `"name";q=100;w=60`, `100;w=60` or `limit=100`.
struct FieldMember
{
    QByteArray item; ///< without its quotes
    bool isQuoted = false;
    QList<std::pair<QByteArray, QByteArray>> parameters; ///< names in small letters, no quotes

    [[nodiscard]] std::optional<QByteArray> parameter(QByteArrayView name) const;
    [[nodiscard]] std::optional<double> number(QByteArrayView name) const;
};

/// The members of a list written like a structured field (RFC 9651). It takes what real servers
/// send: bare tokens, blanks, unknown parameters. A member it cannot read is left out.
[[nodiscard]] QList<FieldMember> fieldMembers(QByteArrayView value);

} // namespace Pacewatch
