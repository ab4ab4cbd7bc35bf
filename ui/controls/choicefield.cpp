#include "ui/controls/choicefield.h"

#include "ui/controls/tabular.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int Height = 32;
constexpr int Padding = 11;
constexpr int ChevronSide = 14;
constexpr int Gap = 8;

} // namespace

ChoiceField::ChoiceField(const Theme& theme, const Icons& icons, const QString& name,
                         QWidget* parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_name(name)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(name);
    connect(this, &QAbstractButton::clicked, this, &ChoiceField::openMenu);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ChoiceField::showChoice(const QString& text, const QString& aside)
{
    put(text, aside, false);
}

void ChoiceField::showHint(const QString& hint)
{
    put(hint, {}, true);
}

void ChoiceField::put(const QString& text, const QString& aside, bool isHint)
{
    m_aside = aside;
    m_isHint = isHint;
    // An ampersand in a name is no key; the text is painted as it is.
    setText(text);
    setShortcut({});
    setAccessibleDescription(aside.isEmpty() ? text : text + u", "_s + aside);
    update();
}

QSize ChoiceField::sizeHint() const
{
    return {240, Height};
}

void ChoiceField::openMenu()
{
    auto* const menu = new QMenu(this);
    menu->setObjectName(u"choiceMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setMinimumWidth(width());
    emit menuWanted(*menu);
    menu->popup(mapToGlobal(QPoint(0, height() + 2)));
}

void ChoiceField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Return
        || event->key() == Qt::Key_Enter) {
        click();
        return;
    }
    QAbstractButton::keyPressEvent(event);
}

void ChoiceField::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const double radius = m_theme.metric("radius.control"_L1);
    painter.setPen(QPen(m_theme.color(hasFocus() ? Color::BorderFocus : Color::BorderInput),
                        hasFocus() ? 2 : 1));
    painter.setBrush(m_theme.color(isEnabled() ? Color::BgSurface : Color::BgSunken));
    painter.drawRoundedRect(hasFocus() ? box.adjusted(0.5, 0.5, -0.5, -0.5) : box, radius, radius);
    const double middle = height() / 2.0;
    double right = width() - Padding - ChevronSide;
    m_icons.paint(painter, QRectF(right, middle - ChevronSide / 2.0, ChevronSide, ChevronSide),
                  Icon::ChevronDown, Color::TextMuted);
    right -= Gap;
    const QFont small = m_theme.font(FontRole::Label);
    if (!m_aside.isEmpty()) {
        const double wide = tabularWidth(small, m_aside);
        painter.setFont(small);
        painter.setPen(m_theme.color(Color::TextMuted));
        drawTabular(painter, QRectF(right - wide, 0, wide, height()),
                    Qt::AlignRight | Qt::AlignVCenter, m_aside);
        right -= wide + Gap;
    }
    painter.setFont(m_theme.font(FontRole::Body));
    painter.setPen(m_theme.color(m_isHint ? Color::TextMuted : Color::TextPrimary));
    const QRectF room(Padding, 0, right - Padding, height());
    painter.drawText(
        room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
        QFontMetrics(painter.font()).elidedText(text(), Qt::ElideRight, qFloor(room.width())));
}

} // namespace Pacewatch
