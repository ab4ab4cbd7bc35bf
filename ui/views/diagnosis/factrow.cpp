#include "ui/views/diagnosis/factrow.h"

#include <QPainter>

namespace Pacewatch {

namespace {

constexpr int Height = 66;
constexpr int ValueHeight = 28;
constexpr double ColumnPadding = 18;
constexpr qsizetype Columns = 3;

} // namespace

FactRow::FactRow(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(Height);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void FactRow::showFacts(const QList<Wording::FactText>& facts)
{
    m_facts = facts;
    QStringList spoken;
    for (const Wording::FactText& fact : facts) {
        spoken.append(fact.value + u' ' + fact.caption);
    }
    setAccessibleName(spoken.join(QStringLiteral("; ")));
    update();
}

QSize FactRow::sizeHint() const
{
    return {300, Height};
}

void FactRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const double column = double(width()) / double(Columns);
    for (qsizetype index = 0; index < m_facts.size(); ++index) {
        const double left = column * double(index) + (index > 0 ? ColumnPadding : 0);
        if (index > 0) {
            const double x = std::round(column * double(index));
            painter.setPen(m_theme.color(Color::BorderSubtle));
            painter.drawLine(QPointF(x, 2), QPointF(x, Height - 6));
        }
        const double wide = column * double(index + 1) - left - ColumnPadding;
        painter.setFont(m_theme.font(FontRole::Title));
        painter.setPen(m_theme.color(Color::TextPrimary));
        painter.drawText(QRectF(left, 0, wide, ValueHeight), Qt::AlignLeft | Qt::AlignVCenter,
                         m_facts.at(index).value);
        painter.setFont(m_theme.font(FontRole::Hint));
        painter.setPen(m_theme.color(Color::TextMuted));
        painter.drawText(QRectF(left, ValueHeight, wide, Height - ValueHeight),
                         int(Qt::AlignLeft | Qt::AlignTop) | Qt::TextWordWrap,
                         m_facts.at(index).caption);
    }
}

} // namespace Pacewatch
