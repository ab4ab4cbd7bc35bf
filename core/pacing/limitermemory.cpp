#include "core/pacing/limitermemory.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int Version = 1;
/// The longest wait that gateways are known to ask for.
constexpr Duration LongestWait = std::chrono::hours(24);
constexpr double MostUnits = 1e15;
constexpr qsizetype MostWindows = 64;

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

std::optional<WindowMemory> readWindow(const QJsonObject& object, const Calendar& calendar)
{
    WindowMemory window;
    window.name = object["name"_L1].toString();
    const double milliseconds = object["window_ms"_L1].toDouble();
    if (window.name.isEmpty() || !(milliseconds >= 1) || milliseconds > MostUnits / 1e3) {
        return std::nullopt;
    }
    window.window = std::chrono::milliseconds(static_cast<qint64>(milliseconds));
    const double limit = object["limit"_L1].toDouble();
    if (limit >= 1 && limit <= MostUnits) {
        window.statedLimit = static_cast<qint64>(limit);
    }
    window.heldUntil = calendar.read(object["held_until_ms"_L1], LongestWait);
    const QJsonArray units = object["units"_L1].toArray();
    for (const QJsonValue& each : units) {
        const std::optional<Instant> end = calendar.read(each[0], window.window);
        const double count = each[1].toDouble();
        if (end && count >= 1 && count <= MostUnits) {
            window.units.append({*end, static_cast<qint64>(count)});
        }
    }
    std::sort(
        window.units.begin(), window.units.end(),
        [](const OccupiedUntil& left, const OccupiedUntil& right) { return left.end < right.end; });
    return window;
}

} // namespace

QByteArray toJson(const LimiterMemory& memory, Instant now, WallTime wallNow)
{
    const Calendar calendar(now, wallNow);
    QJsonArray windows;
    for (const WindowMemory& window : memory.windows) {
        QJsonArray units;
        for (const OccupiedUntil& each : window.units) {
            units.append(QJsonArray{calendar.write(each.end), static_cast<double>(each.units)});
        }
        QJsonObject object{{u"name"_s, window.name},
                           {u"window_ms"_s, toSeconds(window.window) * 1000},
                           {u"units"_s, units}};
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
