#pragma once

#include "core/diagnosis/findings.h"
#include "ui/charts/axisplot.h"

#include <QList>

namespace Pacewatch {

/// The proof of one finding, drawn in the way that suits its kind: calls against a limit, waits
/// asked for and kept, gaps between equal calls, creates beside bulk calls, used against seen,
/// documented against observed. Window thread.
class EvidenceChart final : public AxisPlot
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EvidenceChart)

public:
    explicit EvidenceChart(const Theme& theme, QWidget* parent = nullptr);

    void showEvidence(const Finding& finding);
    /// On paper without colour, refused bars are told from the others by a dark outline.
    void setForPrint(bool forPrint) { m_isForPrint = forPrint; }
    /// False for a finding without a chart.
    [[nodiscard]] bool hasPicture() const;
    /// As low as it can still be read: it takes the room that is left.
    [[nodiscard]] QSize sizeHint() const override { return {400, LeastHeight}; }
    static constexpr int LeastHeight = 150;

protected:
    void recolor() override;
    [[nodiscard]] QString tipAt(QPointF place) const override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    /// A height of the value axis a little above @p highest, on an even number.
    void fitValues(double highest);
    void valueLabels(QPainter& painter) const;
    void dottedLine(QPainter& painter, double y, Color color, const QString& text,
                    bool isDashed = false) const;
    void clockLabels(QPainter& painter, WallTime start, Duration step, qsizetype steps) const;
    void bar(QPainter& painter, double x, double from, double to, double width, Color color) const;
    void bracket(QPainter& painter, double from, double to, const QString& text) const;

    void paint(QPainter& painter, const std::monostate& nothing) const;
    void paint(QPainter& painter, const CallSteps& steps) const;
    void paintMarks(QPainter& painter, const CallSteps& steps) const;
    void paintDistances(QPainter& painter, const CallSteps& steps) const;
    [[nodiscard]] bool crossesBars(const CallSteps& steps, QPointF place, double width) const;
    void paint(QPainter& painter, const WaitRows& rows) const;
    void paintReturn(QPainter& painter, QPointF place, bool isEarly) const;
    void paint(QPainter& painter, const GapBins& bins) const;
    void paint(QPainter& painter, const CreateGroups& groups) const;
    void paint(QPainter& painter, const UsedLines& lines) const;
    void paint(QPainter& painter, const LimitMarks& marks) const;
    void paintLegend(QPainter& painter, const LimitMarks& marks) const;

    void fit(const std::monostate& nothing);
    void fit(const CallSteps& steps);
    void fit(const WaitRows& rows);
    void fit(const GapBins& bins);
    void fit(const CreateGroups& groups);
    void fit(const UsedLines& lines);
    void fit(const LimitMarks& marks);

    [[nodiscard]] QString tip(QPointF place, const std::monostate& nothing) const;
    [[nodiscard]] QString tip(QPointF place, const CallSteps& steps) const;
    [[nodiscard]] QString tip(QPointF place, const WaitRows& rows) const;
    [[nodiscard]] QString tip(QPointF place, const GapBins& bins) const;
    [[nodiscard]] QString tip(QPointF place, const CreateGroups& groups) const;
    [[nodiscard]] QString tip(QPointF place, const UsedLines& lines) const;
    [[nodiscard]] QString tip(QPointF place, const LimitMarks& marks) const;

    Finding m_finding;
    double m_highest = 1;
    bool m_isForPrint = false;
    QAreaSeries* m_gap;
    QLineSeries* m_gapUpper;
    QLineSeries* m_gapLower;
    QLineSeries* m_stated;
    QLineSeries* m_seen;
};

/// The rows of @p rows that a chart of that height shows: the last ones, at most @p most.
[[nodiscard]] QList<WaitRows::Row> shownWaits(const WaitRows& rows, qsizetype most);

} // namespace Pacewatch
