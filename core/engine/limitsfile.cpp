#include "core/engine/limitsfile.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr int Layout = 2;
constexpr int OnePartLayout = 1; ///< nothing stood around the part

bool isOver(const LimiterMemory& memory)
{
    return !memory.heldUntil
        && std::all_of(memory.windows.begin(), memory.windows.end(), [](const WindowMemory& each) {
               return each.units.isEmpty() && !each.heldUntil && !each.statedLimit;
           });
}

} // namespace

Result<LimiterMemory> LimitsFile::Part::read(Instant now, WallTime wallNow) const
{
    return readLimiterMemory(QJsonDocument(memory).toJson(QJsonDocument::Compact), now, wallNow);
}

Result<LimitsFile> LimitsFile::parse(const QByteArray& json)
{
    QJsonParseError error;
    const QJsonObject root = QJsonDocument::fromJson(json, &error).object();
    LimitsFile file;
    const int layout = root["version"_L1].toInt();
    if (layout == OnePartLayout) {
        file.m_parts.insert(u"earlier"_s, {0, root});
        return file;
    }
    if (error.error != QJsonParseError::NoError || layout != Layout) {
        return fail(ErrorCode::Corrupt, u"these are no kept limits"_s);
    }
    const QJsonArray parts = root["parts"_L1].toArray();
    for (const QJsonValue& each : parts) {
        const QString writer = each["writer"_L1].toString();
        if (!writer.isEmpty()) {
            file.m_parts.insert(writer,
                                {each["number"_L1].toInteger(), each["memory"_L1].toObject()});
        }
    }
    return file;
}

QByteArray LimitsFile::toJson() const
{
    QJsonArray parts;
    for (auto part = m_parts.cbegin(); part != m_parts.cend(); ++part) {
        parts.append(QJsonObject{
            {u"writer"_s, part.key()}, {u"number"_s, part->version}, {u"memory"_s, part->memory}});
    }
    return QJsonDocument(QJsonObject{{u"version"_s, Layout}, {u"parts"_s, parts}})
        .toJson(QJsonDocument::Compact);
}

LimiterMemory LimitsFile::memory(Instant now, WallTime wallNow) const
{
    QList<LimiterMemory> memories;
    for (const Part& part : m_parts) {
        if (const Result<LimiterMemory> memory = part.read(now, wallNow)) {
            memories.append(*memory);
        }
    }
    return together(memories);
}

LimitsFile::Versions LimitsFile::versions() const
{
    Versions versions;
    for (auto part = m_parts.cbegin(); part != m_parts.cend(); ++part) {
        versions.insert(part.key(), part->version);
    }
    return versions;
}

void LimitsFile::put(const QString& writer, qint64 version, const LimiterMemory& memory,
                     Instant now, WallTime wallNow)
{
    m_parts.insert(
        writer,
        {version, QJsonDocument::fromJson(Pacewatch::toJson(memory, now, wallNow)).object()});
}

void LimitsFile::drop(const Versions& known)
{
    m_parts.removeIf([&known](const auto& part) {
        const auto version = known.constFind(part.key());
        return version != known.cend() && *version == part->version;
    });
}

void LimitsFile::dropOld(Instant now, WallTime wallNow)
{
    m_parts.removeIf([&](const auto& part) {
        const Result<LimiterMemory> memory = part->read(now, wallNow);
        return !memory || isOver(*memory);
    });
}

} // namespace Pacewatch
