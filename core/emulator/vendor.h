#pragma once

#include "core/emulator/enforcement.h"
#include "core/http/message.h"
#include "core/instant.h"
#include "core/quota/policy.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace Pacewatch {

struct Profile;

/// One whole call, taken apart.
struct GatewayCall
{
    QByteArray method;
    QByteArray route; ///< below the base path, without the query
    QByteArray query; ///< without the question mark
    QByteArray body;
    Http::Headers headers;
    WallTime now{}; ///< the gateway's calendar
    quint64 number = 0; ///< counts the calls since the start, for ids
    quint64 seed = 0;
};

/// Status and body of an answer, with the fields that belong to it alone.
struct VendorAnswer
{
    int status = 200;
    QByteArray body;
    Http::Headers fields;
};

/// Who calls, or why that is not accepted.
struct KeyCheck
{
    QByteArray key;
    std::optional<VendorAnswer> refusal;
};

/// One window as a vendor writes about it.
struct StatedWindow
{
    const Policy* policy = nullptr;
    const WindowStanding* standing = nullptr;
};

/// What can be wrong with a call apart from its key and its rate.
enum class Fault
{
    BrokenJson, ///< 400
    MissingField, ///< 400
    UnpaidBalance, ///< 402
    NoSuchRoute, ///< 404
    WrongMethod, ///< 405
    Duplicate, ///< 409
    TooLarge, ///< 413
    Internal, ///< 500
    MetaFailed, ///< 502
};

[[nodiscard]] int statusOf(Fault fault);

/// How one gateway speaks: its keys, routes, bodies and fields. Stateless; what it says depends on
/// the call alone. See the vendors' pages named in resources/profiles for each form.
class Vendor
{
public:
    Vendor() = default;
    Vendor(const Vendor&) = delete;
    Vendor& operator=(const Vendor&) = delete;
    virtual ~Vendor() = default;

    [[nodiscard]] virtual KeyCheck checkKey(const GatewayCall& call) const = 0;
    /// The answer to a call that is allowed.
    [[nodiscard]] virtual VendorAnswer serve(const GatewayCall& call) const = 0;
    [[nodiscard]] virtual VendorAnswer failure(Fault fault, const QByteArray& detail) const = 0;
    /// The 429 for a call that @p hit refuses.
    [[nodiscard]] virtual VendorAnswer refusal(const Policy& hit, Duration wait) const = 0;
    /// The limit fields of any answer. @p windows apply to the route, shortest first; @p hit is the
    /// index of the one that refused or -1.
    [[nodiscard]] virtual Http::Headers limitFields(const GatewayCall& call,
                                                    const QList<StatedWindow>& windows,
                                                    qsizetype hit) const = 0;
    /// The wait this vendor states for a refusal whose true wait is @p wait.
    [[nodiscard]] virtual Duration statedWait(const Policy& hit, Duration wait) const;
    /// A small call of the kind a second program would make; without a key.
    [[nodiscard]] virtual GatewayCall otherCall(quint64 number) const = 0;
};

/// The vendor behind @p profile: AIsoule and Connexease in both editions, else a plain gateway
/// that accepts every path and speaks X-RateLimit.
[[nodiscard]] std::unique_ptr<Vendor> makeVendor(const Profile& profile);

// What several vendors write alike ----------------------------------------------------------------

/// Letters and digits that depend on the seed and the number of the call only.
[[nodiscard]] QByteArray madeUpId(const GatewayCall& call, qsizetype length);
/// `2025-11-19T10:00:00Z`
[[nodiscard]] QByteArray isoTime(WallTime time);
/// X-RateLimit-Limit, -Remaining and -Reset (Unix seconds, rounded up) of @p window.
[[nodiscard]] Http::Headers rateLimitTriple(const StatedWindow& window);
/// The one of @p windows that unnamed fields describe: the one called @p name, else the longest
/// that its policy marks as shown, else the longest; null when there is none.
[[nodiscard]] const StatedWindow* shownWindow(const QList<StatedWindow>& windows,
                                              const QString& name);
/// A key that could be one: visible ASCII, at most 256 bytes; not marked as bad or expired.
[[nodiscard]] bool isAcceptedKey(QByteArrayView key);

} // namespace Pacewatch
