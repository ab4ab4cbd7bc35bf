#include "core/pacing/limitermemory.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <functional>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int Version = 1;
/// The longest wait that gateways are known to ask for.
constexpr Duration LongestWait = std::chrono::hours(24);
constexpr double MostKeptUnits = 1e15;
constexpr qsizetype MostWindows = 64;

bool endsBefore(const OccupiedUntil& left, const OccupiedUntil& right)
{
    return left.end < right.end;
}

/// From one clock to the other and back, in whole milliseconds, rounded up.
class Calendar final
{
public:
    Calendar(Instant now, WallTime wallNow)
        : m_now(now)
        , m_wallNow(wallNow)
    { }

    [[nodiscard]] double write(Instant at) const
    {
        const WallTime wall = m_wallNow + (at - m_now);
        return static_cast<double>(unixMilliseconds(wall + std::chrono::microseconds(999)));
    }

    /// Empty for what is no moment, or is over.
    [[nodiscard]] std::optional<Instant> read(const QJsonValue& value, Duration longest) const
    {
        const double wallNow = static_cast<double>(unixMilliseconds(m_wallNow));
        const double ahead = value.toDouble(0) - wallNow;
        if (!value.isDouble() || !(ahead > 0)) {
            return std::nullopt;
        }
        const double most = toSeconds(longest) * 1000;
        return m_now + fromSeconds(std::min(ahead, most) / 1000);
    }

private:
    Instant m_now;
    WallTime m_wallNow;
};

QList<OccupiedUntil> readUnits(const QJsonArray& array, Duration longest, const Calendar& calendar)
{
    QList<OccupiedUntil> units;
    for (const QJsonValue& each : array) {
        const std::optional<Instant> end = calendar.read(each[0], longest);
        const double count = each[1].toDouble();
        if (end && count >= 1 && count <= MostKeptUnits) {
            units.append({*end, static_cast<qint64>(count)});
        }
    }
    std::sort(units.begin(), units.end(), endsBefore);
    return units;
}

QJsonArray unitsToJson(const QList<OccupiedUntil>& units, const Calendar& calendar)
{
    QJsonArray array;
    for (const OccupiedUntil& each : units) {
        array.append(QJsonArray{calendar.write(each.end), static_cast<double>(each.units)});
    }
    return array;
}

std::optional<WindowMemory> readWindow(const QJsonObject& object, const Calendar& calendar)
{
    WindowMemory window;
    window.name = object["name"_L1].toString();
    const double milliseconds = object["window_ms"_L1].toDouble();
    if (window.name.isEmpty() || !(milliseconds >= 1) || milliseconds > MostKeptUnits / 1e3) {
        return std::nullopt;
    }
    window.window = std::chrono::milliseconds(static_cast<qint64>(milliseconds));
    const double limit = object["limit"_L1].toDouble();
    if (limit >= 1 && limit <= MostKeptUnits) {
        window.statedLimit = static_cast<qint64>(limit);
    }
    window.heldUntil = calendar.read(object["held_until_ms"_L1], LongestWait);
    window.units = readUnits(object["units"_L1].toArray(), window.window, calendar);
    window.others = readUnits(object["others"_L1].toArray(), window.window, calendar);
    return window;
}

/// How many units count at a moment, asked from the last moment to the first.
class Backward final
{
public:
    explicit Backward(const QList<OccupiedUntil>& units)
        : m_units(units)
        , m_at(units.size())
    { }

    [[nodiscard]] qint64 countAt(Instant moment)
    {
        while (m_at > 0 && m_units.at(m_at - 1).end >= moment) {
            m_count += m_units.at(--m_at).units;
        }
        return m_count;
    }

private:
    QList<OccupiedUntil> m_units;
    qsizetype m_at;
    qint64 m_count = 0;
};

/// Puts together what each remembers of one window. Whoever knows most of all is believed, unless
/// what they sent themselves is more.
QList<OccupiedUntil> unitsOf(const QList<WindowMemory>& parts)
{
    QList<Instant> ends;
    QList<std::pair<Backward, Backward>> known; // all, and of these the others'
    for (const WindowMemory& part : parts) {
        known.append({Backward(part.units), Backward(part.others)});
        for (const OccupiedUntil& each : part.units) {
            ends.append(each.end);
        }
    }
    std::sort(ends.begin(), ends.end(), std::greater<>());
    QList<OccupiedUntil> units;
    qint64 later = 0;
    for (const Instant end : std::as_const(ends)) {
        qint64 most = later;
        qint64 own = 0;
        for (auto& [all, others] : known) {
            const qint64 count = all.countAt(end);
            most = std::max(most, count);
            own += std::max<qint64>(count - others.countAt(end), 0);
        }
        most = std::max(most, own);
        if (most > later) {
            units.append({end, most - later});
        }
        later = most;
    }
    std::reverse(units.begin(), units.end());
    return units;
}

} // namespace

LimiterMemory together(const QList<LimiterMemory>& memories)
{
    if (memories.size() == 1) {
        return memories.first();
    }
    LimiterMemory all;
    QList<QList<WindowMemory>> parts; // of each window
    for (const LimiterMemory& memory : memories) {
        all.heldUntil = std::max(all.heldUntil, memory.heldUntil);
        for (const WindowMemory& window : memory.windows) {
            const auto known = std::find_if(
                parts.begin(), parts.end(), [&window](const QList<WindowMemory>& each) {
                    return each.first().name == window.name && each.first().window == window.window;
                });
            known == parts.end() ? parts.append({window}) : known->append(window);
        }
    }
    for (const QList<WindowMemory>& each : parts) {
        WindowMemory window = each.first();
        window.units = unitsOf(each);
        window.others.clear(); // whose they are no longer matters
        for (const WindowMemory& part : each) {
            window.heldUntil = std::max(window.heldUntil, part.heldUntil);
            window.statedLimit = part.statedLimit ? part.statedLimit : window.statedLimit;
        }
        all.windows.append(window);
    }
    return all;
}

QByteArray toJson(const LimiterMemory& memory, Instant now, WallTime wallNow)
{
    const Calendar calendar(now, wallNow);
    QJsonArray windows;
    for (const WindowMemory& window : memory.windows) {
        QJsonObject object{{u"name"_s, window.name},
                           {u"window_ms"_s, toSeconds(window.window) * 1000},
                           {u"units"_s, unitsToJson(window.units, calendar)}};
        if (!window.others.isEmpty()) {
            object[u"others"_s] = unitsToJson(window.others, calendar);
        }
        if (window.statedLimit) {
            object[u"limit"_s] = static_cast<double>(*window.statedLimit);
        }
        if (window.heldUntil) {
            object[u"held_until_ms"_s] = calendar.write(*window.heldUntil);
        }
        windows.append(object);
    }
    QJsonObject root{{u"version"_s, Version}, {u"windows"_s, windows}};
    if (memory.heldUntil) {
        root[u"held_until_ms"_s] = calendar.write(*memory.heldUntil);
    }
    return QJsonDocument(root).toJson(QJsonDocument::Compact);
}

Result<LimiterMemory> readLimiterMemory(const QByteArray& json, Instant now, WallTime wallNow)
{
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(json, &error).object();
    if (error.error != QJsonParseError::NoError || root["version"_L1].toInt() != Version) {
        return fail(ErrorCode::Corrupt, u"this is no memory of a limiter"_s);
    }
    const Calendar calendar(now, wallNow);
    LimiterMemory memory;
    memory.heldUntil = calendar.read(root["held_until_ms"_L1], LongestWait);
    const QJsonArray windows = root["windows"_L1].toArray();
    for (qsizetype at = 0; at < std::min(windows.size(), MostWindows); ++at) {
        if (std::optional<WindowMemory> window = readWindow(windows.at(at).toObject(), calendar)) {
            memory.windows.append(*std::move(window));
        }
    }
    return memory;
}

} // namespace Pacewatch
