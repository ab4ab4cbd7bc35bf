#include "ui/views/practice/practicecard.h"

#include "ui/wording/practice.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Padding = 15;
constexpr double DrawingHeight = 36;

} // namespace

PracticeCard::PracticeCard(const Theme& theme, const Icons& icons, const Scenario& scenario,
                           const QList<DrawnStep>& drawing, QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_id(scenario.id)
    , m_name(scenario.name)
    , m_sentence(scenario.sentence)
    , m_drawing(drawing)
{
    setObjectName(u"scenario-"_s + m_id);
    setFixedHeight(121);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    setAccessibleName(Wording::playScenario(m_name));
    setAccessibleDescription(m_sentence);
    setToolTip(Wording::playScenario(m_name));
}

void PracticeCard::setPlaying(bool isPlaying)
{
    if (isPlaying != m_isPlaying) {
        m_isPlaying = isPlaying;
        const QString name
            = isPlaying ? Wording::stopScenario(m_name) : Wording::playScenario(m_name);
        setAccessibleName(name);
        setToolTip(name);
        update();
    }
}

void PracticeCard::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isLit = m_isPlaying || hasFocus();
    const double stroke = isLit ? 2 : 1;
    painter.setPen(QPen(m_theme.color(isLit ? Color::AccentBase : Color::BorderSubtle), stroke));
    painter.setBrush(m_theme.color(underMouse() ? Color::BgHover : Color::BgSurface));
    painter.drawRoundedRect(
        QRectF(rect()).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2), 8, 8);

    const QRect inner = rect().adjusted(Padding, 12, -Padding, -14);
    int right = inner.right();
    if (m_isPlaying) {
        const QFont font = m_theme.font(FontRole::Label);
        const QString text = Wording::playing();
        const int width = QFontMetrics(font).horizontalAdvance(text) + 16;
        const QRectF chip(inner.right() - width + 1, inner.top(), width, 22);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Color::AccentSoft));
        painter.drawRoundedRect(chip, 5, 5);
        painter.setFont(font);
        painter.setPen(m_theme.color(Color::TextLink));
        painter.drawText(chip, Qt::AlignCenter, text);
        right -= width + 6;
    } else {
        m_icons.paint(painter, QRectF(inner.right() - 16, inner.top() + 3, 16, 16), Icon::Play,
                      Color::TextLink);
        right -= 22;
    }
    painter.setFont(m_theme.font(FontRole::BodyStrong));
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(QRect(inner.left(), inner.top(), right - inner.left(), 22),
                     Qt::AlignLeft | Qt::AlignVCenter, m_name);
    painter.setFont(m_theme.font(FontRole::Hint));
    painter.setPen(m_theme.color(Color::TextMuted));
    painter.drawText(QRect(inner.left(), inner.top() + 22, inner.width(), 34),
                     int(Qt::AlignLeft | Qt::AlignTop) | Qt::TextWordWrap, m_sentence);
    paintDrawing(painter,
                 QRectF(inner.left(), inner.bottom() - DrawingHeight + 1, inner.width() - 20,
                        DrawingHeight));
}

void PracticeCard::paintDrawing(QPainter& painter, const QRectF& box) const
{
    if (m_drawing.isEmpty()) {
        return;
    }
    double most = 1;
    for (const DrawnStep& step : m_drawing) {
        most = std::max({most, double(step.allowed + step.refused + step.other),
                         step.limit.value_or(0) * 1.15});
    }
    // A calm client is drawn low on purpose: never stretch a few calls to the full height.
    const double scale = (box.height() - 8) / std::max(most, 6.0);
    const double pitch = box.width() / double(m_drawing.size());
    const double width = std::max(pitch * 0.66, 1.0);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(QRectF(box.left(), box.bottom(), box.width(), 1),
                     m_theme.color(Color::ChartBaseline));
    double limitWas = -1;
    double waitFrom = -1;
    for (qsizetype at = 0; at < m_drawing.size(); ++at) {
        const DrawnStep& step = m_drawing.at(at);
        const double x = box.left() + double(at) * pitch;
        double y = box.bottom();
        const auto part = [&](int calls, Color color) {
            if (calls > 0) {
                const double height = std::max(calls * scale, 2.0);
                painter.fillRect(QRectF(x, y - height, width, height), m_theme.color(color));
                y -= height;
            }
        };
        part(step.allowed, Color::SeriesCallStrong);
        part(step.other, Color::SeriesOther);
        part(step.refused, Color::SeriesRefused);

        QPen dotted(m_theme.color(Color::ChartLimitLine), 1, Qt::CustomDashLine, Qt::FlatCap);
        dotted.setDashPattern({2, 2});
        if (step.limit) {
            const double limitY = std::round(box.bottom() - *step.limit * scale) + 0.5;
            painter.setPen(dotted);
            if (limitWas >= 0 && limitWas != limitY) {
                painter.drawLine(QPointF(x, limitWas), QPointF(x, limitY));
            }
            painter.drawLine(QPointF(x, limitY), QPointF(x + pitch, limitY));
            limitWas = limitY;
        }
        const bool ends = !step.isAskedToWait || at + 1 == m_drawing.size();
        if (step.isAskedToWait && waitFrom < 0) {
            waitFrom = x;
        } else if (ends && waitFrom >= 0) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(m_theme.color(Color::StateWaitingFill), 1));
            painter.setBrush(m_theme.color(Color::StateWaitingSoft));
            painter.drawRoundedRect(QRectF(waitFrom, box.top() - 1, x - waitFrom, 5), 2, 2);
            painter.setRenderHint(QPainter::Antialiasing, false);
            waitFrom = -1;
        }
    }
}

} // namespace Pacewatch
