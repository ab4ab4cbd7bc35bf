#pragma once

#include "core/profile/profile.h"
#include "core/queue/item.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

namespace Pacewatch {

/// One recipient and what else its line says.
struct Recipient
{
    QString to; ///< as typed
    QStringList values; ///< in the order of the list's columns; null where its line says nothing
};

/// What a pasted list or a file holds.
struct RecipientList
{
    QList<Recipient> recipients; ///< each once, in their order
    qsizetype unreadable = 0; ///< lines left out because they are no JSON objects
    qsizetype duplicates = 0; ///< lines left out because the recipient was there before
    QStringList columns; ///< names in the head line; empty when there is none
    QHash<QString, QString> defaults; ///< by column, for the lines that do not say

    /// What {{column}} stands for in the body of @p recipient; null when nobody says.
    [[nodiscard]] QString value(const Recipient& recipient, const QString& column) const;
};

/// The text of a file: UTF-8, or UTF-16 or UTF-32 with a byte order mark, UTF-16 without one, and
/// Latin-1 when it is none of these.
[[nodiscard]] QString textOf(const QByteArray& file);

/// Reads recipients, one a line, or a table: CSV (comma, semicolon, tab or bar; RFC 4180 quotes) or
/// JSON lines, an object each. With a head line that names "to", "phone", "number" or "recipient"
/// that column is taken and the others become variables; else the first column. Two spellings of
/// one number count as one.
[[nodiscard]] RecipientList readRecipients(const QString& text);

/// The variables of @p body, `{{to}}` as "to", in their order, each once.
[[nodiscard]] QStringList variablesOf(const QByteArray& body);

/// One draft for each recipient: variables in the body as JSON text, in the path percent-encoded.
/// A variable nobody gives a value stays as it is; see unfilledVariables().
[[nodiscard]] QList<SendDraft> draftsFor(const Endpoint& endpoint, const QByteArray& body,
                                         const RecipientList& list);

/// Variables of path and body that have no value for at least one recipient.
[[nodiscard]] QStringList unfilledVariables(const Endpoint& endpoint, const QByteArray& body,
                                            const RecipientList& list);

/// Whom a JSON body is for, by the names that gateways use ("to", "phone", …), at its top or in one
/// of its objects; empty when it names nobody.
[[nodiscard]] QString recipientOf(const QByteArray& body);

} // namespace Pacewatch
