#include "ui/views/diagnosis/changebars.h"

#include "ui/controls/tabular.h"
#include "ui/wording/whatif.h"
#include "ui/wording/wording.h"

#include <QPainter>

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr int RowHeight = 22;
constexpr int LabelWidth = 84;
constexpr int NumberWidth = 64;
constexpr double BarHeight = 12;

} // namespace

ChangeBars::ChangeBars(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ChangeBars::showCounts(qint64 before, qint64 after)
{
    m_before = before;
    m_after = after;
    update();
}

void ChangeBars::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(m_theme.font(FontRole::Hint));
    const double room = std::max(width() - LabelWidth - NumberWidth, 10);
    const double most = static_cast<double>(std::max({m_before, m_after, qint64{1}}));
    const std::array rows{std::pair(Wording::barAsRecorded(), m_before),
                          std::pair(Wording::barChanged(), m_after)};
    double top = 1;
    for (const auto& [name, number] : rows) {
        painter.setPen(m_theme.color(Color::TextSecondary));
        painter.drawText(QRectF(0, top, LabelWidth, RowHeight), Qt::AlignLeft | Qt::AlignVCenter,
                         name);
        const QRectF track(LabelWidth, top + (RowHeight - BarHeight) / 2, room, BarHeight);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Color::BgSunken));
        painter.drawRoundedRect(track, 3, 3);
        if (number > 0) {
            QRectF bar = track;
            bar.setWidth(std::max(room * static_cast<double>(number) / most, 3.0));
            painter.setBrush(m_theme.color(Color::SeriesRefused));
            painter.drawRoundedRect(bar, 3, 3);
        }
        painter.setPen(m_theme.color(Color::TextPrimary));
        drawTabular(painter, QRectF(width() - NumberWidth, top, NumberWidth, RowHeight),
                    Qt::AlignRight | Qt::AlignVCenter, Wording::count(number));
        top += RowHeight;
    }
}

} // namespace Pacewatch
