#pragma once

#include "core/emulator/enforcement.h"
#include "core/emulator/settings.h"
#include "core/emulator/vendor.h"
#include "core/http/message.h"
#include "core/instant.h"
#include "core/profile/profile.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <random>

namespace Pacewatch {

/// A request that arrived whole, or as much of it as was taken.
struct GatewayRequest
{
    Http::RequestHead head;
    QByteArray body;
    bool isTooLarge = false; ///< the body exceeds Gateway::bodyLimit() and was not kept
};

/// What goes back, and what the gateway's page wants to know about it.
struct GatewayReply
{
    int status = 200;
    Http::Headers headers;
    QByteArray body;
    bool isCut = false; ///< close the connection in place of an answer
    QByteArray method;
    QByteArray path; ///< with the query, below the base path when it lies there
    QByteArray partition; ///< whose count it was: a digest of the key; empty when refused
    std::optional<WindowStanding> longest; ///< the longest window of calls that applied
};

/// The rehearsed gateway without its sockets: keys, limits, faults, routes and answers.
///
/// Deterministic: the same seed and the same calls at the same times give the same answers. Time
/// is the gateway's own calendar and an argument.
class Gateway final
{
public:
    Gateway(const Profile& profile, const EmulatorSettings& settings);

    [[nodiscard]] GatewayReply answer(const GatewayRequest& request, WallTime now);
    /// One call of the hidden consumer that shares the key behind @p partition; it counts like any
    /// other.
    [[nodiscard]] GatewayReply answerOther(const QByteArray& partition, WallTime now);

    /// Other settings of the same profile; counts live on.
    void change(const EmulatorSettings& settings);
    /// Counts, ids and faults start afresh.
    void reset();

    /// The longest window of calls, as @p partition stands in it; empty without windows.
    [[nodiscard]] std::optional<WindowStanding> longest(const QByteArray& partition,
                                                        WallTime now) const;
    [[nodiscard]] const Policy& policyOf(const WindowStanding& standing) const;
    /// Whether the window that @p standing speaks of rolls, so that it has no beginning.
    [[nodiscard]] bool isRolling(const WindowStanding& standing) const;
    /// Path of the profile's base URL, `/api`; empty when it has none.
    [[nodiscard]] const QByteArray& basePath() const { return m_basePath; }
    [[nodiscard]] qint64 bodyLimit() const { return m_profile.bodyLimit; }

private:
    struct Seen
    {
        GatewayCall call;
        bool isBelowBase = false;
        bool isTooLarge = false;
        bool isUnpaid = false;
    };

    Seen takeApart(const GatewayRequest& request, WallTime now);
    GatewayReply turnAway(const Seen& seen, const VendorAnswer& refusal) const;
    GatewayReply answerCall(const Seen& seen, const QByteArray& partition);
    VendorAnswer respond(const Seen& seen, const Decision& decision, Duration wait);
    std::optional<VendorAnswer> documentedAnswer(const GatewayCall& call) const;
    void addFields(GatewayReply& reply, const Seen& seen, const Decision& decision,
                   Duration wait) const;
    bool strikes(double share);
    static GatewayReply replyTo(const Seen& seen, const VendorAnswer& answer);

    Profile m_profile;
    EmulatorSettings m_settings;
    QByteArray m_basePath;
    std::unique_ptr<Vendor> m_vendor;
    Enforcement m_enforcement;
    std::mt19937_64 m_dice;
    quint64 m_calls = 0;
    quint64 m_otherCalls = 0;
};

} // namespace Pacewatch
