#pragma once

#include "core/diagnosis/comparison.h"
#include "ui/theme.h"

#include <QWidget>

namespace Pacewatch {

/// The eight measures, before, after and the change. Green only where it is one to be glad of.
class ComparisonTable final : public QWidget
{
    Q_OBJECT

public:
    explicit ComparisonTable(const Theme& theme, QWidget* parent = nullptr);

    void showComparison(const Comparison& comparison);
    void clear();

    /// A line as it is shown and read: name, before, after, change.
    struct Line
    {
        QString name;
        QString before;
        QString after;
        QString change;
        ChangeTone tone = ChangeTone::Neutral;
        bool isChanged = false;
    };
    [[nodiscard]] const QList<Line>& lines() const { return m_lines; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRectF lineRect(qsizetype line) const;
    void paintLine(QPainter& painter, qsizetype index) const;

    const Theme& m_theme;
    QList<Line> m_lines;
};

} // namespace Pacewatch
