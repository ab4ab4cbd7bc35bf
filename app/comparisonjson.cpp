#include "app/comparisonjson.h"

#include "app/jsonlines.h"

#include <QJsonArray>

#include <array>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

// Each in the order of its enum.
constexpr std::array Results{"cannot_tell"_L1, "none_either"_L1, "gone"_L1, "fewer"_L1,
                             "alike"_L1,       "more"_L1,        "began"_L1};
constexpr std::array Caveats{
    "nothing_before"_L1,   "nothing_after"_L1, "few_before"_L1,   "few_after"_L1,
    "too_short"_L1,        "same_calls"_L1,    "wrong_order"_L1,  "lighter_load"_L1,
    "heavier_load"_L1,     "bulk_calls"_L1,    "other_limits"_L1, "other_windows"_L1,
    "no_limits_stated"_L1, "no_bodies"_L1,     "damaged_file"_L1,
};
constexpr std::array Kinds{"refused"_L1,     "calls"_L1,         "work"_L1,    "busiest_second"_L1,
                           "fewest_left"_L1, "early_retries"_L1, "lookups"_L1, "other_use"_L1};
constexpr std::array Tones{"neutral"_L1, "better"_L1, "worse"_L1};
/// Of the normal amounts, by kind.
constexpr std::array Units{"of_100_calls"_L1, "a_minute"_L1,     "a_minute"_L1, "calls"_L1,
                           "percent"_L1,      "of_100_calls"_L1, "a_minute"_L1, "a_minute"_L1};

template<typename Enum, std::size_t Count>
QString named(const std::array<QLatin1StringView, Count>& names, Enum value)
{
    return names.at(static_cast<std::size_t>(value));
}

QJsonValue numberJson(const std::optional<double>& number)
{
    return number ? QJsonValue(*number) : QJsonValue();
}

QJsonObject sideJson(const ComparedSide& side)
{
    QJsonArray windows;
    for (const Policy& window : side.windows) {
        windows.append(QJsonObject{{u"name"_s, window.name},
                                   {u"limit"_s, window.limit},
                                   {u"seconds"_s, toSeconds(window.window)}});
    }
    return {{u"from"_s, utcText(side.from)},        {u"to"_s, utcText(side.to)},
            {u"seconds"_s, toSeconds(side.length)}, {u"calls"_s, side.calls},
            {u"refused"_s, side.refused},           {u"windows"_s, windows}};
}

QJsonObject measureJson(const Measure& measure)
{
    return {{u"measure"_s, named(Kinds, measure.kind)},
            {u"method"_s, QString::fromLatin1(measure.method)},
            {u"path"_s, withoutPhoneNumbers(QString::fromUtf8(measure.path))},
            {u"window"_s, measure.window ? QJsonValue(measure.window->name) : QJsonValue()},
            {u"unit"_s, named(Units, measure.kind)},
            {u"before"_s, numberJson(measure.before.normal)},
            {u"after"_s, numberJson(measure.after.normal)},
            {u"before_total"_s, numberJson(measure.before.total)},
            {u"after_total"_s, numberJson(measure.after.total)},
            {u"change"_s, named(Tones, measure.tone)}};
}

} // namespace

QJsonObject toJson(const Comparison& comparison)
{
    QJsonArray measures;
    for (const Measure& measure : comparison.measures) {
        measures.append(measureJson(measure));
    }
    QJsonArray caveats;
    for (const CompareCaveat caveat : comparison.caveats) {
        caveats.append(named(Caveats, caveat));
    }
    return {{u"result"_s, named(Results, comparison.result)},
            {u"before"_s, sideJson(comparison.before)},
            {u"after"_s, sideJson(comparison.after)},
            {u"alike"_s, comparison.isAlike},
            {u"load"_s, numberJson(comparison.load)},
            {u"measures"_s, measures},
            {u"caveats"_s, caveats}};
}

} // namespace Pacewatch
