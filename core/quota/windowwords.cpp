#include "core/quota/windowwords.h"

#include "core/quota/wordmemo.h"

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

struct Entry
{
    QLatin1StringView word;
    QLatin1StringView name;
    Duration window;
};

constexpr Duration Day = 24h;

constexpr std::array Entries{
    Entry{"s"_L1, "second"_L1, 1s},
    Entry{"sec"_L1, "second"_L1, 1s},
    Entry{"secs"_L1, "second"_L1, 1s},
    Entry{"second"_L1, "second"_L1, 1s},
    Entry{"seconds"_L1, "second"_L1, 1s},
    Entry{"secondly"_L1, "second"_L1, 1s},
    Entry{"m"_L1, "minute"_L1, 1min},
    Entry{"min"_L1, "minute"_L1, 1min},
    Entry{"mins"_L1, "minute"_L1, 1min},
    Entry{"minute"_L1, "minute"_L1, 1min},
    Entry{"minutes"_L1, "minute"_L1, 1min},
    Entry{"minutely"_L1, "minute"_L1, 1min},
    Entry{"h"_L1, "hour"_L1, 1h},
    Entry{"hr"_L1, "hour"_L1, 1h},
    Entry{"hour"_L1, "hour"_L1, 1h},
    Entry{"hours"_L1, "hour"_L1, 1h},
    Entry{"hourly"_L1, "hour"_L1, 1h},
    Entry{"d"_L1, "day"_L1, Day},
    Entry{"day"_L1, "day"_L1, Day},
    Entry{"days"_L1, "day"_L1, Day},
    Entry{"daily"_L1, "day"_L1, Day},
    Entry{"week"_L1, "week"_L1, 7 * Day},
    Entry{"weekly"_L1, "week"_L1, 7 * Day},
    Entry{"month"_L1, "month"_L1, 30 * Day},
    Entry{"monthly"_L1, "month"_L1, 30 * Day},
};

} // namespace

namespace {

std::optional<WindowWord> understood(QStringView word)
{
    QStringView rest = word.trimmed();
    for (const auto& prefix : {"per"_L1, "_"_L1, "-"_L1}) {
        if (rest.startsWith(prefix, Qt::CaseInsensitive)) {
            rest = rest.sliced(prefix.size());
        }
    }
    const auto isDigit = [](QChar letter) { return letter >= u'0' && letter <= u'9'; };
    qsizetype digits = 0;
    while (digits < rest.size() && digits < 6 && isDigit(rest[digits])) {
        ++digits;
    }
    const int count = digits > 0 ? rest.first(digits).toInt() : 1;
    const QStringView unit = rest.sliced(digits);
    const auto* const entry
        = std::find_if(Entries.begin(), Entries.end(), [&](const Entry& candidate) {
              return unit.compare(candidate.word, Qt::CaseInsensitive) == 0;
          });
    // A lone letter is a window only behind a number: "1m", not "m".
    if (entry == Entries.end() || count <= 0 || (digits == 0 && unit.size() == 1)) {
        return std::nullopt;
    }
    const QString name = entry->name;
    return WindowWord{count == 1 ? name : QString(QString::number(count) % u' ' % name),
                      entry->window * count};
}

} // namespace

std::optional<WindowWord> windowWord(QStringView word)
{
    thread_local WordMemo<std::optional<WindowWord>> memo;
    return memo.of(word, understood);
}

QString windowName(Duration window)
{
    const auto* const entry
        = std::find_if(Entries.begin(), Entries.end(),
                       [&](const Entry& candidate) { return candidate.window == window; });
    return entry == Entries.end() ? QString() : QString(entry->name);
}

} // namespace Pacewatch
