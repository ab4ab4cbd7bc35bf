#pragma once

#include "ui/charts/scale.h"

#include <QObject>

#include <optional>

namespace Pacewatch {

/// The one range of time that Monitor, Traffic, Diagnosis and Report of a connection share.
///
/// It either follows the present or stands still. Until a preset is chosen it is the last five
/// minutes, or all of a session that is younger, so that a new chart is not empty. Its owner tells
/// it what time it is and since when there is something to see; it reads no clock. Window thread.
class TimeRange final : public QObject
{
    Q_OBJECT

public:
    enum class Preset
    {
        Minutes5,
        Minutes15,
        Hour,
        All,
    };

    explicit TimeRange(QObject* parent = nullptr);

    /// The session so far, [first call, now]. A following range moves along; no signal when not.
    void setSession(const TimeSlice& session);
    void setPreset(Preset preset);
    /// Shows @p slice, cut to the session. It follows when it ends where the session ends.
    void select(const TimeSlice& slice);
    /// Makes the range @p factor times as long, keeping the place of @p around.
    void zoom(double factor, WallTime around);
    void move(Duration by);
    void setFollowing(bool follows);
    /// Back to the last preset, at the present.
    void reset();
    /// Shows @p slice and points at @p evidence in it, until another range is chosen.
    void visit(const TimeSlice& slice, const TimeSlice& evidence);
    /// Back to the range before visit(), when that is still on.
    void comeBack();

    [[nodiscard]] const TimeSlice& slice() const { return m_slice; }
    [[nodiscard]] const TimeSlice& session() const { return m_session; }
    /// What the last preset would show now.
    [[nodiscard]] TimeSlice presetSlice() const
    {
        return {m_session.to - presetLength(), m_session.to};
    }
    [[nodiscard]] Preset preset() const { return m_preset; }
    /// False after a selection, a zoom or a move: no preset describes the range.
    [[nodiscard]] bool isPreset() const { return m_isPreset; }
    [[nodiscard]] bool follows() const { return m_follows; }
    /// What visit() points at.
    [[nodiscard]] std::optional<TimeSlice> evidence() const
    {
        return m_visit ? std::optional(m_visit->evidence) : std::nullopt;
    }

    /// What a list of calls is cut to: nothing while a preset holds, because one that follows the
    /// present would take calls away while somebody reads them; open to the future while it
    /// follows.
    [[nodiscard]] std::optional<TimeSlice> piece() const
    {
        if (m_isPreset) {
            return std::nullopt;
        }
        return m_follows ? TimeSlice{m_slice.from, WallTime::max()} : m_slice;
    }

signals:
    /// The slice is another one, by a command or because time went on.
    void changed();
    /// A person chose another range, or the following began or ended.
    void chosen();

private:
    /// What visit() points at, and the range before it.
    struct Visit
    {
        TimeSlice evidence;
        TimeSlice slice;
        bool isPreset = true;
        bool follows = true;
    };

    [[nodiscard]] Duration presetLength() const;
    void place(const TimeSlice& slice);
    void show(TimeSlice slice);
    void applyPreset();

    TimeSlice m_session;
    TimeSlice m_slice;
    Preset m_preset = Preset::Minutes5;
    bool m_isChosen = false; ///< a person pressed a preset
    bool m_isPreset = true;
    bool m_follows = true;
    std::optional<Visit> m_visit;
};

} // namespace Pacewatch
