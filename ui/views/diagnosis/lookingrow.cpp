#include "ui/views/diagnosis/lookingrow.h"

#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/findings.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int Padding = 17;
constexpr int Height = 44;
constexpr int TextGap = 14;
constexpr double BarHeight = 6;
constexpr std::chrono::milliseconds UsualPatience{400};

} // namespace

LookingRow::LookingRow(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_text(new TextLabel(theme, FontRole::Body, Color::TextPrimary, {}, this))
    , m_button(new Button({}, Button::Kind::Default, this))
{
    setObjectName(u"lookingRow"_s);
    m_text->setObjectName(u"lookingText"_s);
    m_button->setObjectName(u"lookingButton"_s);
    m_button->setCompact(true);
    m_patience.setSingleShot(true);
    m_patience.setInterval(UsualPatience);
    connect(&m_patience, &QTimer::timeout, this, [this] { showUp(true); });
    connect(m_button, &Button::clicked, this,
            [this] { m_isStopped ? emit againWanted() : emit stopWanted(); });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    hide();
}

void LookingRow::setPatience(std::chrono::milliseconds patience)
{
    m_patience.setInterval(patience);
}

void LookingRow::begin()
{
    m_isStopped = false;
    m_button->setText(Wording::stopLooking());
    tell(0, 1);
    if (m_patience.intervalAsDuration() == std::chrono::milliseconds::zero()) {
        showUp(true);
    } else if (isHidden()) {
        m_patience.start();
    }
}

void LookingRow::tell(qint64 done, qint64 total)
{
    m_done = std::clamp(double(done) / double(std::max<qint64>(total, 1)), 0.0, 1.0);
    m_text->setText(Wording::lookedAt(m_done));
    setAccessibleName(m_text->text());
    resizeEvent(nullptr);
    update();
}

void LookingRow::end()
{
    m_patience.stop();
    m_isStopped = false;
    showUp(false);
}

void LookingRow::showStopped(bool hasOlder)
{
    m_patience.stop();
    m_isStopped = true;
    m_text->setText(Wording::stoppedLooking(hasOlder));
    m_button->setText(Wording::lookAgain());
    setAccessibleName(m_text->text());
    resizeEvent(nullptr);
    update();
    showUp(true);
}

void LookingRow::showUp(bool isThere)
{
    if (isThere == isHidden()) {
        setVisible(isThere);
        emit placeChanged();
    }
}

QSize LookingRow::sizeHint() const
{
    return {400, Height};
}

QRectF LookingRow::bar() const
{
    const double left = Padding + m_text->width() + TextGap;
    return {left, (height() - BarHeight) / 2, m_button->x() - TextGap - left, BarHeight};
}

void LookingRow::resizeEvent(QResizeEvent*)
{
    const QSize button = m_button->sizeHint();
    m_button->setGeometry(width() - Padding - button.width(), (height() - button.height()) / 2,
                          button.width(), button.height());
    const QSize text = m_text->sizeHint();
    m_text->setGeometry(Padding, (height() - text.height()) / 2, text.width(), text.height());
}

void LookingRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Color::BorderSubtle));
    painter.setBrush(m_theme.color(Color::BgSurface));
    const double radius = m_theme.metric("radius.card"_L1);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    if (m_isStopped) {
        return;
    }
    const QRectF groove = bar();
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::GaugeTrack));
    painter.drawRoundedRect(groove, BarHeight / 2, BarHeight / 2);
    QRectF done = groove;
    done.setWidth(std::max(groove.width() * m_done, BarHeight));
    painter.setBrush(m_theme.color(Color::AccentBase));
    painter.drawRoundedRect(done, BarHeight / 2, BarHeight / 2);
}

} // namespace Pacewatch
