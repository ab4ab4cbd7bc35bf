#include "core/privacy/standins.h"

#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace Pacewatch {

namespace {

constexpr qsizetype Letters = 8;
constexpr QByteArrayView MailEnd = "@example.invalid"; // RFC 2606: never a real host

QByteArrayView prefixOf(PrivateKind kind)
{
    switch (kind) {
    case PrivateKind::Key:
        return "key-";
    case PrivateKind::Phone:
        return "phone-";
    case PrivateKind::Email:
        return "mail-";
    case PrivateKind::Name:
        return "name-";
    }
    return {};
}

bool isLetters(QByteArrayView text)
{
    return text.size() == Letters && std::all_of(text.begin(), text.end(), [](char letter) {
               return letter >= 'a' && letter <= 'p';
           });
}

} // namespace

QByteArray StandIns::newKey()
{
    constexpr std::size_t Words = 8;
    std::array<quint32, Words> words{};
    QRandomGenerator::system()->fillRange(words.data(), Words);
    return {reinterpret_cast<const char*>(words.data()), sizeof(words)};
}

QByteArray StandIns::of(PrivateKind kind, QByteArrayView value) const
{
    const QByteArray hash
        = QMessageAuthenticationCode::hash(value.toByteArray(), m_key, QCryptographicHash::Sha256);
    QByteArray made = prefixOf(kind).toByteArray();
    // Letters only: digits would look like a phone number to the next reader.
    for (const char byte : hash.first(Letters)) {
        made += static_cast<char>('a' + (byte & 0x0f));
    }
    if (kind == PrivateKind::Email) {
        made += MailEnd;
    }
    return made;
}

QByteArray StandIns::digestOf(QByteArrayView value) const
{
    return QMessageAuthenticationCode::hash(value.toByteArray(), m_key, QCryptographicHash::Sha256);
}

bool StandIns::isOne(QByteArrayView text)
{
    constexpr QByteArrayView Dots = "\xE2\x80\xA2\xE2\x80\xA2"; // two bullets
    if (text.startsWith(Dots)) {
        return true;
    }
    if (text.endsWith(MailEnd)) {
        text.chop(MailEnd.size());
    }
    for (const PrivateKind kind :
         {PrivateKind::Key, PrivateKind::Phone, PrivateKind::Email, PrivateKind::Name}) {
        const QByteArrayView prefix = prefixOf(kind);
        if (text.startsWith(prefix)) {
            return isLetters(text.sliced(prefix.size()));
        }
    }
    return false;
}

} // namespace Pacewatch
