#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace Pacewatch {

/// Writes a JSON object with its members in the order they were added, as the vendors' pages
/// print them. QJsonObject would sort them by name.
class JsonText final
{
public:
    JsonText& text(QByteArrayView name, const QByteArray& utf8);
    JsonText& number(QByteArrayView name, qint64 value);
    JsonText& flag(QByteArrayView name, bool value);
    JsonText& object(QByteArrayView name, const JsonText& value);
    JsonText& list(QByteArrayView name, const QList<JsonText>& values);

    /// `{"name": value, …}` on one line.
    [[nodiscard]] QByteArray whole() const { return "{" + m_members + "}"; }

private:
    JsonText& raw(QByteArrayView name, const QByteArray& value);

    QByteArray m_members;
};

} // namespace Pacewatch
