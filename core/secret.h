#pragma once

#include <QByteArray>
#include <QString>

namespace Pacewatch {

/// Bytes that must not be seen: a key or a token.
///
/// It is moved, never copied, shows as dots, and scrubs its bytes at the end. reveal() is for the
/// one line that puts it on the wire.
class Secret final
{
public:
    Secret() = default;
    explicit Secret(QByteArray bytes);
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    [[nodiscard]] bool isEmpty() const { return m_bytes.isEmpty(); }
    [[nodiscard]] const QByteArray& reveal() const { return m_bytes; }

    /// A second secret with the same bytes, for an owner on another thread.
    [[nodiscard]] Secret duplicate() const;

    /// How it is shown: eight dots, and the last four characters when it is long enough to spare
    /// them.
    [[nodiscard]] QString masked() const;

private:
    void scrub();

    QByteArray m_bytes;
};

/// The way any key is shown: `••••••••` and, from 12 characters on, the last four.
[[nodiscard]] QString maskedKey(QByteArrayView key);

} // namespace Pacewatch
