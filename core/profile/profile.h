#pragma once

#include "core/http/message.h"
#include "core/instant.h"
#include "core/quota/policy.h"
#include "core/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace Pacewatch {

/// A call that does in one go what many single ones would: its body holds theirs as a list.
struct BulkCall
{
    QByteArray path; ///< of a POST; empty when there is none
    QByteArray field; ///< of its body, which holds the list
    int most = 0; ///< elements in one call
    /// Of its answer, dotted: how many it took. Empty when the answer does not say.
    QByteArray countField;

    [[nodiscard]] bool isThere() const { return !path.isEmpty(); }
};

/// How a gateway can be asked what became of a send that got no answer.
struct ConfirmQuery
{
    QByteArray path; ///< of a GET; {{to}} is the recipient, other variables fields of the body sent
    /// Of its answer, dotted: there and not empty when the send arrived.
    QByteArray found;
    bool absentMeansNotSent = false; ///< else a send it does not know stays unknown

    [[nodiscard]] bool isThere() const { return !path.isEmpty(); }
};

/// One call a gateway offers, with a body to try it with.
struct Endpoint
{
    QString name; ///< "Send a text message"
    QByteArray method;
    QByteArray path; ///< below the base URL, starting with a slash
    QByteArray sampleBody; ///< may hold {{to}} and {{text}}; empty for none
    bool sends = false; ///< reaches a person when it succeeds
    bool status = false; ///< cheap and harmless: what the poller asks
    bool repeatable = false; ///< may be sent again after a doubtful outcome
    QByteArray sampleAnswer; ///< the body of a success as documented; empty when unknown
    QString note; ///< what one should know before calling it, for people
    BulkCall bulk; ///< that takes many of these at once
};

/// How a call proves whose it is.
struct AuthScheme
{
    QByteArray header; ///< "X-API-Key", "Authorization"
    QByteArray prefix; ///< "Bearer " with its space; empty for the bare key
    QString partition; ///< what the limits belong to, for people: "API key", "App ID"
};

/// What the vendor says a client should do after a refusal.
struct RetryHints
{
    int maxRetries = 3;
    Duration fallbackWait = std::chrono::seconds(30); ///< when the answer names no wait
    QList<Duration> backoff; ///< for temporary failures that name no wait
    QList<int> neverRetry; ///< statuses that must not be sent again
};

/// One header line in which a gateway states its limits.
struct LimitField
{
    enum class Says
    {
        Limit,
        Remaining,
        ResetUnix, ///< Unix time in seconds
        ResetDelta, ///< seconds from now
    };

    QByteArray name;
    QString window; ///< empty: the window that headerPolicy() finds for the path
    Says says = Says::Limit;
};

/// How the gateway's own 429 looks, for whoever answers in its place.
struct RefusalForm
{
    int status = 429;
    QByteArray waitField; ///< "Retry-After"; empty when the gateway sends none
    QByteArray contentType;
    QByteArray body; ///< may hold {{seconds}} and {{limit_type}}
    QHash<QString, QByteArray> windowWords; ///< window name -> word for {{limit_type}}
};

/// A fact's origin: who published it where, and when it was read.
struct FactSource
{
    QString fact; ///< which number or rule
    QString url;
    QString date; ///< ISO date
};

/// Everything Pacewatch knows about one gateway, read from a TOML file. Pure data: limits belong to
/// profiles, never to code.
struct Profile
{
    QString id; ///< "aisoule"
    QString name; ///< "AIsoule"
    QString edition; ///< "help centre", "developer docs": which version of the documentation
    QString sibling; ///< id of the profile with the other version; may be empty
    QByteArray baseUrl; ///< "https://app.aisoule.com/api"; empty for the generic one
    AuthScheme auth;
    QList<Policy> windows; ///< of calls, shortest first
    QList<Policy> quotas; ///< further ones, not of calls (Meta's); in the file's order
    QString dialect; ///< hint for the readings: "x-ratelimit", "x-ratelimit-sec-min", …
    /// The window the gateway's unnamed headers describe: "minute".
    QString headerWindow;
    RetryHints retry;
    qint64 bodyLimit = 0; ///< bytes; 0 for none
    bool allowsWebSocket = false; ///< a proxy passes an upgrade to WebSocket on
    QList<Endpoint> endpoints;
    std::optional<Policy> recipientLimit; ///< of sends to one and the same recipient
    ConfirmQuery confirm;
    QByteArray sandboxQuery; ///< "is_fake=true"; empty when the gateway has no test mode
    QList<LimitField> limitFields; ///< on every response
    RefusalForm refusal;
    QList<FactSource> sources;

    [[nodiscard]] const Endpoint* statusEndpoint() const;
    [[nodiscard]] const Endpoint* sendEndpoint() const;
};

/// The windows of calls and the further quotas of a connection: those of @p profile, with
/// @p overrides laid over them (see withOverrides()).
[[nodiscard]] QList<Policy> effectiveWindows(const Profile& profile,
                                             const QList<Policy>& overrides);

/// The gateway's own refusal of a call because of @p window (its name), asking to wait @p wait,
/// which is rounded up to whole seconds. The head lacks what the server adds (Date, lengths) and
/// the limit fields.
struct Refusal
{
    Http::ResponseHead head;
    QByteArray body;
};
[[nodiscard]] Refusal refusalFor(const RefusalForm& form, const QString& window, Duration wait);

/// Reads one profile. A failure names the file, the line and what is wrong:
/// `aisoule.toml:12: window[0].limit must be at least 1`.
[[nodiscard]] Result<Profile> readProfile(const QByteArray& toml, const QString& fileName);

/// The profiles that come with the program and those of the user's own folder.
class ProfileShelf final
{
public:
    /// The built-in ones; they are part of the program and always valid.
    [[nodiscard]] static ProfileShelf builtIn();

    /// Adds every *.toml of @p folder; returns what was wrong with those that were left out.
    QList<Error> addFolder(const QString& folder);

    [[nodiscard]] const QList<Profile>& all() const& { return m_profiles; }
    [[nodiscard]] QList<Profile> all() && { return m_profiles; }
    [[nodiscard]] Result<Profile> find(const QString& id) const;

private:
    QList<Profile> m_profiles;
};

} // namespace Pacewatch
