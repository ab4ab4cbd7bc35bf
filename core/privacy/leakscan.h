#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>

#include <optional>

namespace Pacewatch {

/// Where something private stands in a finished text.
struct Leak
{
    qint64 line = 0; ///< from 1
    qint64 column = 0; ///< of its first byte in that line, from 1
    QString kind; ///< "phone number", "e-mail address", "key"

    friend bool operator==(const Leak&, const Leak&) = default;
};

/// Looks through a finished export for what must not be in it, by means of its own: it shares no
/// code and no pattern with the redaction, so that one mistake does not hide another.
///
/// It finds phone numbers, e-mail addresses, keys with the usual prefixes, web tokens, credentials
/// behind a scheme or in an address, and every secret it was told, also percent-encoded, with JSON
/// escapes, in hex and in base64. The bytes themselves are never in what it says.
class LeakScan final
{
public:
    /// A secret that is known, such as the key of a connection.
    void addKnown(QByteArrayView secret);

    /// The first leak in @p text, or none.
    [[nodiscard]] std::optional<Leak> find(QByteArrayView text) const;
    /// The same for a file of any size. NotFound when it cannot be read.
    [[nodiscard]] Result<std::optional<Leak>> findInFile(const QString& path) const;

private:
    [[nodiscard]] std::optional<Leak> findInLine(QByteArrayView line) const;

    QList<QByteArray> m_known;
};

} // namespace Pacewatch
