#include "core/emulator/vendor.h"

#include "core/emulator/aisoule.h"
#include "core/emulator/aisoulev1.h"
#include "core/emulator/connexease.h"
#include "core/emulator/plainvendor.h"
#include "core/profile/profile.h"

#include <QCryptographicHash>
#include <QDateTime>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace Pacewatch {

int statusOf(Fault fault)
{
    switch (fault) {
    case Fault::BrokenJson:
    case Fault::MissingField:
        return 400;
    case Fault::UnpaidBalance:
        return 402;
    case Fault::NoSuchRoute:
        return 404;
    case Fault::WrongMethod:
        return 405;
    case Fault::Duplicate:
        return 409;
    case Fault::TooLarge:
        return 413;
    case Fault::Internal:
        return 500;
    case Fault::MetaFailed:
        return 502;
    }
    Q_UNREACHABLE();
}

Duration Vendor::statedWait(const Policy&, Duration wait) const
{
    return wait;
}

std::unique_ptr<Vendor> makeVendor(const Profile& profile)
{
    if (profile.id == "aisoule"_L1) {
        return std::make_unique<Aisoule>(profile.headerWindow);
    }
    if (profile.id == "aisoule-v1"_L1) {
        return std::make_unique<AisouleV1>(profile.headerWindow);
    }
    if (profile.id == "connexease"_L1) {
        return std::make_unique<Connexease>(Connexease::Edition::Seed);
    }
    if (profile.id == "connexease-2026"_L1) {
        return std::make_unique<Connexease>(Connexease::Edition::Sliding);
    }
    return std::make_unique<PlainVendor>(profile);
}

QByteArray madeUpId(const GatewayCall& call, qsizetype length)
{
    const QByteArray source = QByteArray::number(call.seed) + ':' + QByteArray::number(call.number);
    return QCryptographicHash::hash(source, QCryptographicHash::Sha256)
        .toHex()
        .toUpper()
        .first(std::min<qsizetype>(length, 64));
}

QByteArray isoTime(WallTime time)
{
    return QDateTime::fromSecsSinceEpoch(unixSeconds(time), Qt::UTC)
        .toString(Qt::ISODate)
        .toLatin1();
}

Http::Headers rateLimitTriple(const StatedWindow& window)
{
    const WindowStanding& standing = *window.standing;
    const auto reset = std::chrono::ceil<std::chrono::seconds>(standing.reset);
    return {{"X-RateLimit-Limit", QByteArray::number(standing.limit)},
            {"X-RateLimit-Remaining", QByteArray::number(standing.remaining)},
            {"X-RateLimit-Reset", QByteArray::number(unixSeconds(reset))}};
}

const StatedWindow* shownWindow(const QList<StatedWindow>& windows, const QString& name)
{
    const StatedWindow* shown = nullptr;
    for (const StatedWindow& window : windows) {
        if (window.policy->name == name) {
            return &window;
        }
        const bool isBetter = !shown || window.policy->inHeaders >= shown->policy->inHeaders;
        shown = isBetter ? &window : shown;
    }
    return shown;
}

bool isAcceptedKey(QByteArrayView key)
{
    constexpr qsizetype Longest = 256;
    const bool isPlausible = !key.isEmpty() && key.size() <= Longest
        && std::all_of(key.begin(), key.end(), [](char byte) { return byte > ' ' && byte < 0x7F; });
    const QByteArray lower = key.toByteArray().toLower();
    return isPlausible && !lower.contains("bad") && !lower.contains("expired");
}

} // namespace Pacewatch
