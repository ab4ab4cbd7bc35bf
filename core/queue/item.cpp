#include "core/queue/item.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

QString recipientKey(const QString& typed)
{
    static const QRegularExpression number(
        u"^(tel:)?\\+?[\\d\\s().\\-/\\x{2010}-\\x{2015}\\x{2212}]{5,}$"_s,
        QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::CaseInsensitiveOption);
    if (!number.match(typed).hasMatch()) {
        return typed.toCaseFolded();
    }
    const QString spelled = QString(typed).remove(u"(0)"_s);
    QString digits;
    for (const QChar each : spelled) {
        if (each.isDigit()) {
            digits += QChar(u'0' + each.digitValue());
        }
    }
    return digits.startsWith("00"_L1) ? digits.sliced(2) : digits;
}

qint64 LiveGuard::notAllowed(const QStringList& recipients) const
{
    if (allowed.isEmpty()) {
        return 0;
    }
    QSet<QString> keys;
    for (const QString& each : allowed) {
        keys.insert(recipientKey(each.trimmed()));
    }
    return std::count_if(recipients.begin(), recipients.end(), [&keys](const QString& each) {
        return !keys.contains(recipientKey(each));
    });
}

bool isLegalMove(ItemState from, ItemState to) noexcept
{
    switch (from) {
    case ItemState::Draft:
        return to == ItemState::Ready || to == ItemState::Cancelled;
    case ItemState::Ready:
        return to == ItemState::Sending || to == ItemState::Paused || to == ItemState::Cancelled
            || to == ItemState::Expired || to == ItemState::WouldSend || to == ItemState::Rejected;
    case ItemState::Paused:
        return to == ItemState::Ready || to == ItemState::Cancelled || to == ItemState::Expired;
    case ItemState::Sending:
        return to == ItemState::Sent || to == ItemState::Rejected || to == ItemState::Unknown
            || to == ItemState::Ready;
    case ItemState::Unknown:
        return to == ItemState::ConfirmedSent || to == ItemState::ConfirmedNotSent;
    case ItemState::WouldSend: // A rehearsal took nothing: the real thing may follow.
        return to == ItemState::Ready || to == ItemState::Cancelled;
    case ItemState::Sent:
    case ItemState::Rejected:
    case ItemState::ConfirmedSent:
    case ItemState::ConfirmedNotSent:
    case ItemState::Cancelled:
    case ItemState::Expired:
        return false;
    }
    return false;
}

} // namespace Pacewatch
