#pragma once

#include "ui/theme.h"

#include <QWidget>

namespace Pacewatch {

/// Explains the marks of the timeline; lines are labelled at their end instead. Entries that find
/// no room are left out from the end.
class TimelineLegend final : public QWidget
{
    Q_OBJECT

public:
    explicit TimelineLegend(const Theme& theme, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, sizeHint().height()}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    static constexpr int EntryCount = 5;

    [[nodiscard]] static QString text(int entry);
    [[nodiscard]] double entryWidth(int entry) const;
    void paintMark(QPainter& painter, int entry, const QRectF& rect) const;

    const Theme& m_theme;
};

} // namespace Pacewatch
