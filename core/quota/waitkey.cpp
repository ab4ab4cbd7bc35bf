#include "core/quota/waitkey.h"

#include "core/quota/bodyfacts.h"
#include "core/quota/wordmemo.h"

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

struct WaitUnit
{
    QLatin1StringView word;
    double seconds;
};

constexpr std::array Units{
    WaitUnit{"ms"_L1, 0.001},     WaitUnit{"msec"_L1, 0.001},
    WaitUnit{"millis"_L1, 0.001}, WaitUnit{"milliseconds"_L1, 0.001},
    WaitUnit{"s"_L1, 1},          WaitUnit{"sec"_L1, 1},
    WaitUnit{"secs"_L1, 1},       WaitUnit{"second"_L1, 1},
    WaitUnit{"seconds"_L1, 1},    WaitUnit{"min"_L1, 60},
    WaitUnit{"mins"_L1, 60},      WaitUnit{"minutes"_L1, 60},
    WaitUnit{"hours"_L1, 3600},
};

/// The unit a name ends with, glued or as a word of its own; it is cut off.
std::optional<double> takeUnit(QString& plain)
{
    const WaitUnit* longest = nullptr;
    for (const WaitUnit& unit : Units) {
        const bool isLonger = longest == nullptr || unit.word.size() > longest->word.size();
        longest = isLonger && plain.endsWith(unit.word) ? &unit : longest;
    }
    if (longest == nullptr) {
        return std::nullopt;
    }
    plain.chop(longest->word.size());
    return longest->seconds;
}

/// Names whose last words are these wait, whatever stands before.
constexpr std::array Endings{
    "retryafter"_L1,     "retryin"_L1,        "retrydelay"_L1,    "retryat"_L1,
    "retrytime"_L1,      "retryaftertime"_L1, "retrywait"_L1,     "waittime"_L1,
    "timetowait"_L1,     "waitfor"_L1,        "waitperiod"_L1,    "waituntil"_L1,
    "cooldown"_L1,       "backoff"_L1,        "tryagainin"_L1,    "tryagainat"_L1,
    "tryagainafter"_L1,  "blockeduntil"_L1,   "banneduntil"_L1,   "limiteduntil"_L1,
    "throttleduntil"_L1, "untilreset"_L1,     "nextrequestat"_L1, "nextallowedat"_L1,
    "nextrequestin"_L1,  "availablein"_L1,    "regainaccess"_L1,  "throttlewait"_L1,
};

/// Names that wait only as a whole, or with a unit behind: "wait", "waitSeconds".
constexpr std::array Wholes{"wait"_L1, "xwait"_L1, "backofftime"_L1, "retry"_L1};

std::optional<WaitKey> keyOf(QStringView plain)
{
    const QString whole = plain.toString();
    const auto isEnding = [](const QString& plain) {
        return std::any_of(Endings.begin(), Endings.end(),
                           [&](QLatin1StringView ending) { return plain.endsWith(ending); });
    };
    const auto isWhole = [](const QString& plain, bool hasUnit) {
        return std::any_of(Wholes.begin(), Wholes.end(), [&](QLatin1StringView each) {
            return plain == each && (hasUnit || each != "retry"_L1);
        });
    };
    if (whole.endsWith("timetoregainaccess"_L1)) {
        // developers.facebook.com, Graph API, Rate Limits: it is told in minutes.
        return WaitKey{60};
    }
    if (isEnding(whole) || isWhole(whole, false)) {
        return WaitKey{1};
    }
    QString rest = whole;
    const std::optional<double> unit = takeUnit(rest);
    // "retryafterinseconds"
    const QString bare = rest.endsWith("in"_L1) && !isEnding(rest) ? rest.chopped(2) : rest;
    if (!unit
        || !(isEnding(rest) || isEnding(bare) || isWhole(rest, true) || isWhole(bare, true))) {
        return std::nullopt;
    }
    return WaitKey{*unit};
}

} // namespace

std::optional<WaitKey> waitKey(QStringView name)
{
    thread_local WordMemo<std::optional<WaitKey>> memo;
    return memo.of(plainWord(name), keyOf);
}

} // namespace Pacewatch
