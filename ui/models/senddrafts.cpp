#include "ui/models/senddrafts.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

// What to send: a text with variables for each recipient.

namespace {

const QRegularExpression& variable()
{
    static const QRegularExpression expression(u"\\{\\{\\s*([A-Za-z0-9_.-]+)\\s*\\}\\}"_s);
    return expression;
}

/// @p value as the inside of a JSON string (RFC 8259, 7).
QString escapedForJson(const QString& value)
{
    QString escaped;
    for (const QChar each : value) {
        if (each == u'"' || each == u'\\') {
            escaped += u'\\';
            escaped += each;
        } else if (each.unicode() < 0x20) {
            escaped += u"\\u"_s + QString::number(each.unicode(), 16).rightJustified(4, u'0');
        } else {
            escaped += each;
        }
    }
    return escaped;
}

QString percentEncoded(const QString& value)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(value));
}

/// A text with variables, taken apart once for all recipients of a list, which outlives it.
class Pattern final
{
public:
    Pattern(const QByteArray& text, const RecipientList& list)
        : m_list(list)
        , m_rest(text)
    {
        const QString all = QString::fromUtf8(text);
        qsizetype from = 0;
        auto matches = variable().globalMatch(all);
        while (matches.hasNext()) {
            const QRegularExpressionMatch match = matches.next();
            m_pieces.append({all.mid(from, match.capturedStart() - from).toUtf8(),
                             match.captured(1).toLower(), match.captured().toUtf8()});
            from = match.capturedEnd();
        }
        if (!m_pieces.isEmpty()) {
            m_rest = all.mid(from).toUtf8();
        }
    }

    /// Without variables one text is shared by all.
    template<typename Escape>
    QByteArray filled(const Recipient& recipient, Escape escape) const
    {
        if (m_pieces.isEmpty()) {
            return m_rest;
        }
        QByteArray result;
        for (const Piece& piece : m_pieces) {
            const QString value = m_list.value(recipient, piece.column);
            result += piece.before;
            result += value.isNull() ? piece.spelled : escape(value).toUtf8();
        }
        result += m_rest;
        return result;
    }

private:
    struct Piece
    {
        QByteArray before;
        QString column;
        QByteArray spelled; ///< as it stands when nobody gives it a value
    };

    const RecipientList& m_list;
    QList<Piece> m_pieces;
    QByteArray m_rest;
};

} // namespace

QStringList variablesOf(const QByteArray& body)
{
    QStringList names;
    auto matches = variable().globalMatch(QString::fromUtf8(body));
    while (matches.hasNext()) {
        const QString name = matches.next().captured(1).toLower();
        if (!names.contains(name)) {
            names.append(name);
        }
    }
    return names;
}

QList<SendDraft> draftsFor(const Endpoint& endpoint, const QByteArray& body,
                           const RecipientList& list)
{
    const Pattern path(endpoint.path, list);
    const Pattern content(body, list);
    QList<SendDraft> drafts;
    drafts.reserve(list.recipients.size());
    SendBody before;
    for (const Recipient& recipient : list.recipients) {
        before = SendBody(content.filled(recipient, escapedForJson), before);
        drafts.append(
            {endpoint.method, path.filled(recipient, percentEncoded), before, recipient.to});
    }
    return drafts;
}

QStringList unfilledVariables(const Endpoint& endpoint, const QByteArray& body,
                              const RecipientList& list)
{
    QStringList missing = variablesOf(endpoint.path + '\n' + body);
    missing.removeIf([&list](const QString& name) {
        return std::all_of(list.recipients.begin(), list.recipients.end(),
                           [&](const Recipient& each) { return !list.value(each, name).isNull(); });
    });
    return missing;
}

} // namespace Pacewatch
