#pragma once

#include "core/instant.h"
#include "core/pacing/limitermemory.h"
#include "core/result.h"

#include <QByteArray>
#include <QHash>
#include <QJsonObject>
#include <QString>

namespace Pacewatch {

/// What is kept of the limits of one key: a part for each connection of each program that uses it,
/// because none of them knows all of it. A value; the text around it is JSON.
class LimitsFile final
{
public:
    /// Which parts there are, and in which version each.
    using Versions = QHash<QString, qint64>;

    /// Corrupt when it is not one of ours. A part that is none is left out.
    [[nodiscard]] static Result<LimitsFile> parse(const QByteArray& json);
    [[nodiscard]] QByteArray toJson() const;

    /// What all of them remember, as one.
    [[nodiscard]] LimiterMemory memory(Instant now, WallTime wallNow) const;
    [[nodiscard]] Versions versions() const;

    /// Replaces the part of @p writer, which counts up @p version with each of its own.
    void put(const QString& writer, qint64 version, const LimiterMemory& memory, Instant now,
             WallTime wallNow);
    /// Leaves out the parts that are still as they were: whoever read them has them in its own.
    void drop(const Versions& known);
    /// Leaves out the parts of which nothing counts any more.
    void dropOld(Instant now, WallTime wallNow);

private:
    struct Part
    {
        qint64 version = 0;
        QJsonObject memory;

        [[nodiscard]] Result<LimiterMemory> read(Instant now, WallTime wallNow) const;
    };

    QHash<QString, Part> m_parts; ///< by writer
};

} // namespace Pacewatch
