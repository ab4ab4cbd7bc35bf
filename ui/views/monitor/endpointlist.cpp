#include "ui/views/monitor/endpointlist.h"

#include "ui/controls/tabular.h"
#include "ui/wording/charts.h"
#include "ui/wording/wording.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int Padding = 17;
constexpr int HeaderHeight = 51;
constexpr int RowHeight = 39;
constexpr int TitleMiddle = 21;
constexpr int TextMiddle = 5;
constexpr int BarTop = 19;
constexpr int BarHeight = 4;

} // namespace

EndpointList::EndpointList(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"endpointList"_s);
    setAccessibleName(Wording::endpointsTitle());
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize EndpointList::sizeHint() const
{
    return {312,
            HeaderHeight
                + RowHeight * static_cast<int>(std::max<qsizetype>(m_endpoints.size(), 1))};
}

void EndpointList::show(const QList<EndpointCount>& endpoints, const QString& range)
{
    const bool isOtherHeight
        = std::max<qsizetype>(endpoints.size(), 1) != std::max<qsizetype>(m_endpoints.size(), 1);
    m_endpoints = endpoints;
    m_range = range;
    QStringList spoken;
    for (const EndpointCount& endpoint : endpoints) {
        spoken.append(Wording::spokenEndpoint(endpoint));
    }
    setAccessibleDescription(spoken.join(u"; "));
    if (isOtherHeight) {
        updateGeometry();
        emit heightChanged();
    }
    update();
}

void EndpointList::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Color::BorderSubtle));
    painter.setBrush(m_theme.color(Color::BgSurface));
    const double radius = m_theme.metric("radius.card"_L1);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const QRectF header(Padding, TitleMiddle - 10, width() - 2 * Padding, 20);
    painter.setFont(m_theme.font(FontRole::Section));
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(header, Qt::AlignLeft | Qt::AlignVCenter, Wording::endpointsTitle());
    painter.setFont(m_theme.font(FontRole::Hint));
    painter.setPen(m_theme.color(Color::TextMuted));
    drawTabular(painter, header, Qt::AlignRight | Qt::AlignVCenter, m_range);
    if (m_endpoints.isEmpty()) {
        painter.drawText(QRectF(Padding, HeaderHeight - 4, width() - 2 * Padding, 20),
                         Qt::AlignLeft | Qt::AlignVCenter, Wording::noCallsInRange());
    }
    for (qsizetype row = 0; row < m_endpoints.size(); ++row) {
        paintRow(painter, row);
    }
}

void EndpointList::paintRow(QPainter& painter, qsizetype row) const
{
    const EndpointCount& endpoint = m_endpoints[row];
    const double top = HeaderHeight + RowHeight * static_cast<double>(row);
    QRectF text(Padding, top + TextMiddle - 10, width() - 2 * Padding, 20);
    QFont strong = m_theme.font(FontRole::Label);
    strong.setWeight(QFont::DemiBold);
    painter.setFont(strong);
    double used = 0;
    constexpr double Gap = 10;
    if (endpoint.calls.refused > 0) {
        const QString refused = Wording::refusedCount(endpoint.calls.refused);
        painter.setPen(m_theme.color(Color::StateLimitedFg));
        drawTabular(painter, text, Qt::AlignRight | Qt::AlignVCenter, refused);
        used += tabularWidth(strong, refused) + Gap;
    }
    const QString total = Wording::count(endpoint.calls.total());
    painter.setPen(m_theme.color(Color::TextPrimary));
    drawTabular(painter, text.adjusted(0, 0, -used, 0), Qt::AlignRight | Qt::AlignVCenter, total);
    used += tabularWidth(strong, total) + Gap;
    const QFont mono = m_theme.font(FontRole::Mono);
    const QFontMetricsF metrics(mono);
    const QString method = QString::fromLatin1(endpoint.method) + u' ';
    painter.setFont(mono);
    painter.setPen(m_theme.color(Color::TextMuted));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, method);
    text.setLeft(text.left() + metrics.horizontalAdvance(method));
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(QString::fromLatin1(endpoint.path), Qt::ElideMiddle,
                                        text.width() - used));

    const auto most = static_cast<double>(m_endpoints.first().calls.total());
    const QRectF track(Padding, top + BarTop, width() - 2 * Padding, BarHeight);
    QPainterPath shape;
    shape.addRoundedRect(track, BarHeight / 2.0, BarHeight / 2.0);
    painter.save();
    painter.setClipPath(shape);
    painter.fillRect(track, m_theme.color(Color::GaugeTrack));
    const double whole = track.width() * static_cast<double>(endpoint.calls.total()) / most;
    const double refused = endpoint.calls.refused == 0
        ? 0
        : std::max(1.0, track.width() * static_cast<double>(endpoint.calls.refused) / most);
    QRectF part(track.left(), track.top(), whole - refused, track.height());
    painter.fillRect(part, m_theme.color(Color::SeriesCall));
    part.moveLeft(part.right());
    part.setWidth(refused);
    painter.fillRect(part, m_theme.color(Color::SeriesRefused));
    painter.restore();
}

} // namespace Pacewatch
