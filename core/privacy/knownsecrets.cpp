#include "core/privacy/knownsecrets.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QString>

#include <algorithm>
#include <cstring>
#include <utility>

namespace Pacewatch {

namespace {

void addOnce(QList<QByteArray>& list, const QByteArray& spelling)
{
    if (spelling.size() >= KnownSecrets::Shortest && !list.contains(spelling)) {
        list.append(spelling);
    }
}

/// What of the base64 of something longer the value alone decides, when it begins @p offset bytes
/// behind a group of three.
QByteArray base64Core(QByteArrayView value, qsizetype offset)
{
    const QByteArray padded = QByteArray(offset, '\0') + value.toByteArray();
    const QByteArray whole
        = padded.toBase64(QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals);
    // The first and the last group are shared with the neighbours.
    const qsizetype skip = offset == 0 ? 0 : offset + 1;
    const qsizetype end = padded.size() / 3 * 4;
    return whole.mid(skip, end - skip);
}

std::size_t pairAt(const char* bytes)
{
    return std::size_t(static_cast<unsigned char>(bytes[0])) * 256
        + static_cast<unsigned char>(bytes[1]);
}

quint32 startAt(const char* bytes)
{
    quint32 start = 0;
    std::memcpy(&start, bytes, sizeof start);
    return start;
}

} // namespace

QList<QByteArray> spellingsOf(QByteArrayView value)
{
    constexpr qsizetype ShortestInBase64 = 8;
    const QByteArray bytes = value.toByteArray();
    QList<QByteArray> list;
    addOnce(list, bytes);
    addOnce(list, bytes.toPercentEncoding());
    addOnce(list, bytes.toPercentEncoding().toLower());
    const QByteArray quoted
        = QJsonDocument(QJsonArray{QString::fromUtf8(bytes)}).toJson(QJsonDocument::Compact);
    addOnce(list, quoted.mid(2, quoted.size() - 4));
    addOnce(list, bytes.toHex());
    addOnce(list, bytes.toHex().toUpper());
    for (qsizetype offset = 0; offset < 3; ++offset) {
        QByteArray core = base64Core(value, offset);
        if (core.size() < ShortestInBase64) {
            continue;
        }
        addOnce(list, core);
        addOnce(list, core.replace('+', '-').replace('/', '_'));
    }
    return list;
}

void KnownSecrets::add(QByteArrayView secret, const QByteArray& standIn)
{
    if (secret.size() < Shortest || has(secret)) {
        return;
    }
    if (m_known.size() >= Most) {
        m_known.removeFirst();
    }
    m_known.append({secret.toByteArray(), standIn, spellingsOf(secret)});
    noteStarts();
}

bool KnownSecrets::has(QByteArrayView secret) const
{
    return std::any_of(m_known.begin(), m_known.end(),
                       [&](const Known& known) { return known.secret == secret; });
}

void KnownSecrets::noteStarts()
{
    m_pairs.reset();
    m_starts.clear();
    for (const Known& known : std::as_const(m_known)) {
        for (const QByteArray& spelling : known.spellings) {
            m_pairs.set(pairAt(spelling.constData()));
            m_starts.insert(startAt(spelling.constData()));
        }
    }
}

/// Whether some spelling begins somewhere in @p text.
bool KnownSecrets::mayBeIn(QByteArrayView text) const
{
    for (qsizetype at = 0; at + Shortest <= text.size(); ++at) {
        const char* const from = text.data() + at;
        if (m_pairs.test(pairAt(from)) && m_starts.contains(startAt(from))) {
            return true;
        }
    }
    return false;
}

QByteArray KnownSecrets::replacedIn(QByteArray text) const
{
    if (!mayBeIn(text)) {
        return text;
    }
    for (const Known& known : m_known) {
        for (const QByteArray& spelling : known.spellings) {
            if (text.contains(spelling)) {
                text.replace(spelling, known.standIn);
            }
        }
    }
    return text;
}

} // namespace Pacewatch
