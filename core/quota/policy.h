#pragma once

#include "core/instant.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace Pacewatch {

/// How a gateway counts a window.
enum class Algorithm
{
    Unknown,
    Fixed, ///< windows aligned to the clock
    Anchored, ///< a window starts with the first request after the last one ended
    Sliding, ///< a log of the last period
    Bucket, ///< a token bucket
};

/// What a window counts.
enum class Unit
{
    Requests,
    People,
    Templates,
    Uploads
};

/// Where a number comes from; a later one outranks an earlier one.
enum class Source
{
    Unknown, ///< nobody said
    Docs, ///< the vendor's documentation, by way of the profile
    WorkedOut, ///< counted or inferred here
    Headers, ///< the gateway's own answers
    SetByUser, ///< typed in for this connection
};

/// One rule of a gateway: so many units in each window, for the routes it names.
struct Policy
{
    QString name; ///< "second", "minute", "hour", "day"; unique within a connection
    qint64 limit = 0; ///< units granted in each window; above zero
    Duration window{}; ///< above zero
    Unit unit = Unit::Requests;
    Source source = Source::Docs;
    bool inHeaders = false; ///< whether the gateway's answers show this window
    /// Path prefixes below the base URL it applies to; empty means all of them.
    QList<QByteArray> routes;
    QString note; ///< why it is there, for people: "Meta's limit, last 24 hours"
    QList<QByteArray> exceptRoutes; ///< path prefixes it does not count, though `routes` does
    Algorithm algorithm = Algorithm::Unknown; ///< as documented; Sliding has no reset to show

    friend bool operator==(const Policy&, const Policy&) = default;
};

/// Whether @p policy counts a call to @p path (without the base, query ignored).
[[nodiscard]] bool appliesTo(const Policy& policy, QByteArrayView path);

/// The one of @p windows that a gateway's unnamed headers describe in the answer to @p path:
/// @p headerWindow where it applies, else the first shown in headers that does. Null for none.
[[nodiscard]] const Policy* headerPolicy(const QList<Policy>& windows, const QString& headerWindow,
                                         QByteArrayView path);

/// @p windows with @p overrides laid over them by name. An override keeps the routes, the note and
/// the place of what it replaces; a limit of 0 removes the window; an unknown name is appended.
[[nodiscard]] QList<Policy> withOverrides(QList<Policy> windows, const QList<Policy>& overrides);

} // namespace Pacewatch
