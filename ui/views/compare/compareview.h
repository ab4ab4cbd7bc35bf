#pragma once

#include "core/diagnosis/comparison.h"
#include "core/engine.h"
#include "ui/charts/scale.h"
#include "ui/controls/textlabel.h"
#include "ui/report/report.h"
#include "ui/views/connectionview.h"

#include <QTimer>

#include <array>
#include <optional>
#include <utility>

namespace Pacewatch {

class Button;
class ComparedTimeline;
class ComparisonTable;
class ComparisonVerdict;
class SegmentedControl;
class SessionChooser;

/// The page that holds two sessions against each other: what became of the refusals, eight
/// measures, and two timelines on the same scales. Each side may be a live connection, a recorded
/// one, or a file that is opened for it.
///
/// The measures are of all calls of a session; the range is only what the charts show, at its end.
/// While it is shown it draws again twice a second, and asks again every 2 s, when something is
/// new.
class CompareView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CompareView)

public:
    explicit CompareView(PageContext& context, QWidget* parent = nullptr);

    /// Puts @p id on the side that fits it: a recorded one that is alone before, others after.
    void offer(ConnectionId id);
    [[nodiscard]] SessionChooser* before() const { return m_sides[0].chooser; }
    [[nodiscard]] SessionChooser* after() const { return m_sides[1].chooser; }
    [[nodiscard]] const std::optional<Comparison>& comparison() const { return m_comparison; }
    /// Writes it as a report of its own; the ending of @p path decides the format.
    void save(const QString& path);
    /// How many of the two are recorded, and live; for the status line.
    [[nodiscard]] std::pair<int, int> kinds() const;

signals:
    /// The comparison is to become a part of the report of @p id.
    void addWanted(Pacewatch::ConnectionId id, const Pacewatch::ReportTable& comparison);
    void succeeded(const QString& text);
    void failed(const QString& title, const QString& detail);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Side
    {
        SessionChooser* chooser = nullptr;
        ComparedTimeline* card = nullptr;
    };
    /// What the last answer was made of.
    struct Question
    {
        ConnectionId before{};
        ConnectionId after{};
        qint64 callsBefore = 0;
        qint64 callsAfter = 0;

        friend bool operator==(const Question&, const Question&) = default;
    };

    QWidget* makeHeader();
    QWidget* makeLeft();
    QWidget* makeRight();
    void takeChoice();
    void tick();
    void refresh();
    void ask();
    void take(const Comparison& comparison);
    void showHint();
    void askForFile();
    void addToReport();
    [[nodiscard]] QList<ReportPicture> pictures() const;
    [[nodiscard]] TimeSlice sessionOf(ConnectionId id) const;
    [[nodiscard]] Duration shownLength() const;

    PageContext& m_context;
    std::array<Side, 2> m_sides; // before, after
    Button* m_export;
    Button* m_add;
    SegmentedControl* m_presets;
    ComparisonVerdict* m_verdict;
    ComparisonTable* m_table;
    std::optional<Comparison> m_comparison;
    std::optional<Question> m_asked;
    int m_question = 0; ///< answers to earlier ones come too late
    bool m_isWaiting = false;
    int m_ticks = 0;
    QTimer m_beat;
};

} // namespace Pacewatch
