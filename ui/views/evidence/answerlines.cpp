#include "ui/views/evidence/answerlines.h"

#include <QPainter>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MostLines = 120;
constexpr int CodeHeight = 20;
constexpr int QuietHeight = 22;
constexpr int CaptionHeight = 34;
constexpr int Above = 8; ///< between the rule and the text
constexpr int Gap = 8; ///< between name and value

} // namespace

AnswerLines::AnswerLines(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { update(); });
}

void AnswerLines::setLines(const QList<Wording::AnswerLine>& lines)
{
    m_lines = lines;
    std::stable_partition(m_lines.begin(), m_lines.end(),
                          [](const Wording::AnswerLine& line) { return !line.meaning.isEmpty(); });
    m_lines = m_lines.first(std::min(m_lines.size(), MostLines));
    m_told = std::count_if(m_lines.begin(), m_lines.end(),
                           [](const Wording::AnswerLine& line) { return !line.meaning.isEmpty(); });
    QStringList spoken;
    for (const Wording::AnswerLine& line : std::as_const(m_lines)) {
        spoken.append(line.name % u' ' % line.value % u' ' % line.meaning);
    }
    setAccessibleName(spoken.join(u'\n'));
    fit();
    update();
}

int AnswerLines::meaningHeight(const QString& meaning) const
{
    const QFontMetrics metrics(m_theme.font(FontRole::Body));
    return metrics.boundingRect(QRect(0, 0, std::max(width(), 80), 4000), Qt::TextWordWrap, meaning)
        .height();
}

int AnswerLines::rowHeight(const Wording::AnswerLine& line) const
{
    return line.meaning.isEmpty() ? QuietHeight
                                  : 2 * Above + CodeHeight + meaningHeight(line.meaning);
}

void AnswerLines::fit()
{
    int height = m_told < m_lines.size() ? CaptionHeight : 0;
    for (const Wording::AnswerLine& line : std::as_const(m_lines)) {
        height += rowHeight(line);
    }
    setFixedHeight(std::max(height, 1));
}

void AnswerLines::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

void AnswerLines::paintLine(QPainter& painter, const Wording::AnswerLine& line,
                            const QRect& box) const
{
    const bool isQuiet = line.meaning.isEmpty();
    const QFont mono = m_theme.font(FontRole::Mono);
    const QFontMetrics metrics(mono);
    const QRect code = isQuiet ? box : QRect(0, box.top() + Above, box.width(), CodeHeight);
    painter.setFont(mono);
    painter.setPen(m_theme.color(isQuiet ? Color::TextMuted : Color::TextSecondary));
    const QString name = metrics.elidedText(line.name, Qt::ElideMiddle, box.width() * 6 / 10);
    painter.drawText(code, Qt::AlignLeft | Qt::AlignVCenter, name);
    const int from = metrics.horizontalAdvance(name) + Gap;
    painter.setPen(m_theme.color(isQuiet ? Color::TextMuted : Color::TextPrimary));
    painter.drawText(
        code.adjusted(from, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
        metrics.elidedText(line.value.simplified(), Qt::ElideRight, box.width() - from));
    if (isQuiet) {
        return;
    }
    painter.setFont(m_theme.font(FontRole::Body));
    painter.setPen(m_theme.color(line.isDoubtful ? Color::StateTightFg : Color::TextPrimary));
    painter.drawText(QRect(0, code.bottom() + 1, box.width(), box.height()),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, line.meaning);
    painter.fillRect(QRect(0, box.bottom(), box.width(), 1), m_theme.color(Color::BorderSubtle));
}

void AnswerLines::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    int top = 0;
    for (const Wording::AnswerLine& line : std::as_const(m_lines)) {
        if (&line == &m_lines.at(std::min(m_told, m_lines.size() - 1)) && line.meaning.isEmpty()) {
            painter.setFont(m_theme.font(FontRole::Hint));
            painter.setPen(m_theme.color(Color::TextMuted));
            painter.drawText(QRect(0, top, width(), CaptionHeight - 4),
                             Qt::AlignLeft | Qt::AlignBottom,
                             Wording::otherLines(m_lines.size() - m_told));
            top += CaptionHeight;
        }
        const int height = rowHeight(line);
        paintLine(painter, line, QRect(0, top, width(), height));
        top += height;
    }
}

} // namespace Pacewatch
