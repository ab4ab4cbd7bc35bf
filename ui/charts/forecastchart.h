#pragma once

#include "ui/charts/axisplot.h"
#include "ui/charts/sendforecast.h"
#include "ui/wording/wording.h"

#include <QList>
#include <QPolygonF>
#include <QString>

#include <optional>

namespace Pacewatch {

/// One send in the row of ticks; x are seconds from now.
struct SendMark
{
    enum class Kind
    {
        Sent,
        Refused,
        Wait
    };

    double at = 0;
    double until = 0; ///< of a wait
    Kind kind = Kind::Sent;
};

/// What the forecast chart shows at one moment.
struct ForecastPicture
{
    WallTime now{};
    QList<QPointF> past; ///< see leftLine()
    SendForecast forecast;
    QList<SendMark> sends;
    Duration window{}; ///< for the colour
    QString windowLabel; ///< "This minute"
    double keepShare = 0; ///< 0 when nothing is kept free
    QString keepLabel; ///< "keep 10 free"
    qint64 limit = 0;
    std::optional<Wording::Sentence> lowest; ///< "22 left at the lowest"
    std::optional<WallTime> doneAt;
};

/// What is left, 90 s back and 90 s ahead, and the sends in between. Window thread.
class ForecastChart final : public AxisPlot
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ForecastChart)

public:
    explicit ForecastChart(const Theme& theme, QWidget* parent = nullptr);

    void setPicture(const ForecastPicture& picture);
    [[nodiscard]] const ForecastPicture& picture() const { return m_picture; }

protected:
    void recolor() override;
    [[nodiscard]] QString tipAt(QPointF place) const override;
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void drawSends(QPainter& painter) const;
    void drawEndLabels(QPainter& painter) const;
    void drawLowest(QPainter& painter) const;
    [[nodiscard]] QList<QPolygonF> obstacles() const;

    ForecastPicture m_picture;
    QLineSeries* m_bandUpper;
    QLineSeries* m_bandLower;
    QAreaSeries* m_band;
    QLineSeries* m_pastUpper;
    QAreaSeries* m_pastFill;
    QLineSeries* m_keep;
    QLineSeries* m_expected;
    QLineSeries* m_past;
};

} // namespace Pacewatch
