#pragma once

#include "core/result.h"
#include "core/transfer/callfact.h"

#include <QByteArray>
#include <QMap>

#include <optional>
#include <utility>

namespace Pacewatch {

/// What a person says the fields of a file mean. It is asked before the guess of roleOf(). Fields
/// are named as the file does: the column of a CSV file, the path of a JSON value, the name of a
/// `name=value` in an access log. What has no name is called by its place in the row or line, "1"
/// being the first. A value.
class FieldMap final
{
public:
    /// @p field means @p role; CallFact::Nothing says that it is not used.
    void set(const QByteArray& field, CallFactRole role);
    /// @p field is guessed again.
    void remove(const QByteArray& field) { m_roles.remove(field); }

    [[nodiscard]] bool isEmpty() const { return m_roles.isEmpty(); }
    [[nodiscard]] const QMap<QByteArray, CallFactRole>& roles() const { return m_roles; }
    /// What was said of @p field, if anything was.
    [[nodiscard]] std::optional<CallFactRole> chosen(const QByteArray& field) const;
    /// Whether some field was said to tell @p fact.
    [[nodiscard]] bool gives(CallFact fact) const;
    /// What was said of @p field, or else what its name tells.
    [[nodiscard]] CallFactRole roleOf(const QByteArray& field) const;
    /// @p guess, or nothing when another field was said to tell that.
    [[nodiscard]] CallFactRole unlessGiven(const CallFactRole& guess) const;
    /// Two fields that were given one role that only one can have, if there are such.
    [[nodiscard]] std::optional<std::pair<QByteArray, QByteArray>> conflict() const;
    /// Invalid when two fields have one role that only one can have; the detail names them.
    [[nodiscard]] Result<void> check() const;

    friend bool operator==(const FieldMap&, const FieldMap&) = default;

private:
    QMap<QByteArray, CallFactRole> m_roles;
};

} // namespace Pacewatch
