#include "ui/views/compare/comparedtimeline.h"

#include "ui/wording/compare.h"

#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int HeadHeight = 40;
constexpr int HeadLeft = 17;
constexpr int HeadRight = 9;
constexpr int TitleGap = 10;

} // namespace

ComparedTimeline::ComparedTimeline(const Theme& theme, const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_range(new TextLabel(theme, FontRole::Hint, Color::TextMuted))
    , m_head(new QHBoxLayout)
    , m_timeline(new StillTimeline(theme))
{
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* const head = new QWidget;
    head->setFixedHeight(HeadHeight);
    head->setLayout(m_head);
    m_head->setContentsMargins(HeadLeft, 0, HeadRight, 0);
    m_head->setSpacing(TitleGap);
    m_head->addWidget(new TextLabel(theme, FontRole::Section, Color::TextPrimary, title));
    m_head->addWidget(m_range, 1);
    column->addWidget(head);
    column->addWidget(m_timeline, 1);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ComparedTimeline::addControl(QWidget* control)
{
    m_head->addWidget(control);
}

void ComparedTimeline::addNote(QWidget* note)
{
    static_cast<QVBoxLayout*>(layout())->addWidget(note);
}

void ComparedTimeline::showSlice(const History& history, const QList<WindowState>& windows,
                                 const TimeSlice& slice, WallTime now)
{
    m_range->setText(Wording::clockRange(slice.from, slice.to));
    m_timeline->showSlice(history, windows, slice, now);
}

void ComparedTimeline::clear()
{
    m_range->setText({});
    m_timeline->clear();
}

void ComparedTimeline::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_theme.metric("radius.card"_L1);
    painter.setPen(m_theme.color(Color::BorderSubtle));
    painter.setBrush(m_theme.color(Color::BgSurface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace Pacewatch
