#pragma once

#include <QByteArray>
#include <QByteArrayView>

namespace Pacewatch {

/// What a private value is.
enum class PrivateKind
{
    Key, ///< a key, a token, a cookie, a password
    Phone,
    Email,
    Name, ///< of a person
};

/// Makes stand-ins for private values: the same value has the same one everywhere in a session, and
/// another one under another key (HMAC-SHA256 of the value), so that files of two installations
/// cannot be compared by them. "key-hjbaoemc", "phone-…", "name-…", "mail-…@example.invalid".
class StandIns final
{
public:
    /// @p key is secret and as random as newKey().
    explicit StandIns(QByteArray key)
        : m_key(std::move(key))
    { }

    [[nodiscard]] static QByteArray newKey();

    [[nodiscard]] QByteArray of(PrivateKind kind, QByteArrayView value) const;
    /// 32 bytes that tell one value from another without telling the value.
    [[nodiscard]] QByteArray digestOf(QByteArrayView value) const;
    /// Whether @p text is one, or a mask of dots.
    [[nodiscard]] static bool isOne(QByteArrayView text);

private:
    QByteArray m_key;
};

} // namespace Pacewatch
