#include "ui/views/compare/comparisontable.h"

#include "ui/controls/tabular.h"
#include "ui/wording/compare.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int Padding = 17;
constexpr int TitleMiddle = 21;
constexpr int HeadMiddle = 56;
constexpr int HeadHeight = 71;
constexpr int LineHeight = 40;
constexpr int Bottom = 12;
constexpr int ColumnWidth = 64;
constexpr int BeforeRight = 137; ///< from the right edge
constexpr int AfterRight = 81;
constexpr int Gap = 8;

Color colorOf(const ComparisonTable::Line& line)
{
    switch (line.tone) {
    case ChangeTone::Neutral:
        break;
    case ChangeTone::Better:
        return Color::StateClearFg;
    case ChangeTone::Worse:
        return Color::StateLimitedFg;
    }
    return line.isChanged ? Color::TextPrimary : Color::TextMuted;
}

} // namespace

ComparisonTable::ComparisonTable(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"comparisonTable"_s);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::MinimumExpanding);
    setAccessibleName(Wording::whatChanged());
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ComparisonTable::showComparison(const Comparison& comparison)
{
    const bool isAlike = comparison.isAlike;
    QStringList spoken;
    m_lines.clear();
    for (const Measure& measure : comparison.measures) {
        const Line line{.name = Wording::measureName(measure, isAlike),
                        .before = Wording::measureValue(measure, measure.before, isAlike),
                        .after = Wording::measureValue(measure, measure.after, isAlike),
                        .change = Wording::measureChange(measure, isAlike),
                        .tone = measure.tone,
                        .isChanged = shownAmount(measure.kind, measure.before, isAlike)
                            != shownAmount(measure.kind, measure.after, isAlike)};
        m_lines.append(line);
        QStringList words{line.name, line.before, line.after, line.change};
        if (line.tone != ChangeTone::Neutral) {
            words.append(Wording::measureTone(line.tone));
        }
        spoken.append(words.join(u' '));
    }
    setAccessibleDescription(spoken.join(u", "_s));
    update();
}

void ComparisonTable::clear()
{
    m_lines.clear();
    setAccessibleDescription({});
    update();
}

QSize ComparisonTable::sizeHint() const
{
    return {364, HeadHeight + MeasureCount * LineHeight + Bottom};
}

QRectF ComparisonTable::lineRect(qsizetype line) const
{
    return {0, HeadHeight + double(line) * LineHeight, double(width()), LineHeight};
}

void ComparisonTable::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_theme.metric("radius.card"_L1);
    painter.setPen(m_theme.color(Color::BorderSubtle));
    painter.setBrush(m_theme.color(Color::BgSurface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter.setFont(m_theme.font(FontRole::Section));
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(QRectF(Padding, TitleMiddle - 10, width() - 2 * Padding, 20),
                     Qt::AlignLeft | Qt::AlignVCenter, Wording::whatChanged());
    painter.setFont(m_theme.font(FontRole::Label));
    painter.setPen(m_theme.color(Color::TextMuted));
    const auto head = [&](int right, const QString& text) {
        painter.drawText(QRectF(width() - right - ColumnWidth, HeadMiddle - 10, ColumnWidth, 20),
                         Qt::AlignRight | Qt::AlignVCenter, text);
    };
    head(BeforeRight, Wording::beforeSide());
    head(AfterRight, Wording::afterSide());
    head(Padding, Wording::changeColumn());
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        paintLine(painter, i);
    }
}

void ComparisonTable::paintLine(QPainter& painter, qsizetype index) const
{
    const Line& line = m_lines.at(index);
    const QRectF area = lineRect(index);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillRect(QRectF(1, area.top(), width() - 2, 1), m_theme.color(Color::BorderSubtle));
    painter.setRenderHint(QPainter::Antialiasing);
    const auto cell = [&](int right, const QString& text, Color color, bool isStrong) {
        QFont font = m_theme.font(FontRole::Body);
        font.setWeight(isStrong ? QFont::DemiBold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(m_theme.color(color));
        drawTabular(painter,
                    QRectF(width() - right - ColumnWidth, area.top(), ColumnWidth, LineHeight),
                    Qt::AlignRight | Qt::AlignVCenter, text);
    };
    painter.setFont(m_theme.font(FontRole::Body));
    painter.setPen(m_theme.color(Color::TextPrimary));
    const double room
        = width() - BeforeRight - tabularWidth(painter.font(), line.before) - Gap - Padding;
    painter.drawText(
        QRectF(Padding, area.top(), room, LineHeight), Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetrics(painter.font()).elidedText(line.name, Qt::ElideMiddle, qFloor(room)));
    cell(BeforeRight, line.before, Color::TextMuted, false);
    cell(AfterRight, line.after, Color::TextPrimary, true);
    cell(Padding, line.change, colorOf(line), line.tone != ChangeTone::Neutral);
}

bool ComparisonTable::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip) {
        return QWidget::event(event);
    }
    const auto* const help = static_cast<QHelpEvent*>(event);
    for (qsizetype i = 0; i < m_lines.size(); ++i) {
        if (lineRect(i).contains(help->pos())) {
            // Foreign text must not be taken for HTML.
            QToolTip::showText(help->globalPos(),
                               u"<qt>%1</qt>"_s.arg(m_lines.at(i).name.toHtmlEscaped()), this);
            return true;
        }
    }
    QToolTip::hideText();
    return true;
}

} // namespace Pacewatch
