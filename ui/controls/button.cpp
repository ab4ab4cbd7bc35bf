#include "ui/controls/button.h"

#include <QStyle>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int IconSide = 16;
constexpr int IconRoom = 20; ///< with the gap before the words, which Fusion makes too small

QString kindName(Button::Kind kind)
{
    switch (kind) {
    case Button::Kind::Default:
        return u"default"_s;
    case Button::Kind::Primary:
        return u"primary"_s;
    case Button::Kind::Flat:
        return u"flat"_s;
    case Button::Kind::Link:
        return u"link"_s;
    case Button::Kind::Live:
        return u"live"_s;
    case Button::Kind::Danger:
        return u"danger"_s;
    case Button::Kind::Tool:
        return u"tool"_s;
    case Button::Kind::Tinted:
        return u"tinted"_s;
    }
    return {};
}

} // namespace

Button::Button(const QString& text, Kind kind, QWidget* parent)
    : QPushButton(text, parent)
    , m_kind(kind)
{
    setAutoDefault(false);
    setIconSize(QSize(kind == Kind::Tool ? IconSide : IconRoom, IconSide));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setProperty("kind", kindName(kind));
}

Button::Button(const QIcon& icon, const QString& name, QWidget* parent)
    : Button(QString(), Kind::Tool, parent)
{
    setIcon(icon);
    setToolTip(name);
    setAccessibleName(name);
}

void Button::setKind(Kind kind)
{
    if (kind == m_kind) {
        return;
    }
    m_kind = kind;
    setProperty("kind", kindName(kind));
    repolish();
}

void Button::setCompact(bool compact)
{
    setProperty("compact", compact);
    repolish();
}

void Button::repolish()
{
    style()->unpolish(this);
    style()->polish(this);
    updateGeometry();
}

} // namespace Pacewatch
