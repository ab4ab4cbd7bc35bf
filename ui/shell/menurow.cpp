#include "ui/shell/menurow.h"

#include "ui/shell/windowactions.h"
#include "ui/wording/words.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QMenuBar>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int MostNotices = 12;

} // namespace

MenuRow::MenuRow(const Theme& theme, const Icons& icons, WindowActions& actions, FindBox* find,
                 QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_privacy(new Button(say(Words::PrivacyMode)))
    , m_look(new Button(icons.icon(Icon::Moon), say(Words::SwitchToDark)))
    , m_bell(new Button(icons.icon(Icon::Bell), say(Words::Notices)))
    , m_notices(new QMenu(this))
{
    setObjectName(u"menuRow"_s);
    setFixedHeight(theme.pixels("size.menuRow"_L1));
    auto* const bar = new QMenuBar;
    bar->setNativeMenuBar(false);
    bar->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    actions.fillMenus(*bar);
    m_privacy->setObjectName(u"privacyButton"_s);
    m_privacy->setCompact(true);
    m_look->setObjectName(u"themeButton"_s);
    m_bell->setObjectName(u"noticesButton"_s);
    m_notices->addAction(say(Words::NoNotices))->setEnabled(false);

    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(8, 0, 12, 1);
    row->setSpacing(8);
    row->addWidget(bar);
    row->addStretch(1);
    row->addWidget(find);
    row->addWidget(m_privacy);
    row->addWidget(m_look);
    row->addWidget(m_bell);

    connect(m_privacy, &Button::clicked, actions.action(Command::PrivacyMode), &QAction::trigger);
    connect(m_look, &Button::clicked, this, &MenuRow::themeToggled);
    connect(m_bell, &Button::clicked, this,
            [this] { m_notices->popup(m_bell->mapToGlobal(QPoint(0, m_bell->height() + 4))); });
    connect(&theme, &Theme::changed, this, &MenuRow::followTheme);
    followTheme();
    setPrivacy(false);
}

void MenuRow::setPrivacy(bool on)
{
    m_privacy->setKind(on ? Button::Kind::Tinted : Button::Kind::Default);
    m_privacy->setIcon(on ? m_icons.icon(Icon::EyeOff, Color::TextLink) : m_icons.icon(Icon::Eye));
    m_privacy->setAccessibleName(say(on ? Words::PrivacyIsOn : Words::PrivacyMode));
    m_privacy->setToolTip(m_privacy->accessibleName() + " ("_L1 + say(Words::PrivacyKeys) + u')');
}

void MenuRow::addNotice(Standing standing, const QString& text, std::function<void()> open)
{
    if (noticeCount() == 0) {
        m_notices->clear();
    }
    auto* const notice = new QAction(m_icons.stateIcon(standing), text, m_notices);
    notice->setData(true);
    connect(notice, &QAction::triggered, this, std::move(open));
    m_notices->insertAction(m_notices->actions().value(0), notice);
    const QList<QAction*> all = m_notices->actions();
    for (qsizetype i = MostNotices; i < all.size(); ++i) {
        m_notices->removeAction(all.at(i));
        all.at(i)->deleteLater();
    }
}

int MenuRow::noticeCount() const
{
    const QList<QAction*> all = m_notices->actions();
    return static_cast<int>(
        std::ranges::count_if(all, [](const QAction* action) { return action->data().toBool(); }));
}

void MenuRow::followTheme()
{
    const QString name = say(m_theme.isDark() ? Words::SwitchToLight : Words::SwitchToDark);
    m_look->setIcon(m_icons.icon(m_theme.isDark() ? Icon::Sun : Icon::Moon));
    m_look->setToolTip(name);
    m_look->setAccessibleName(name);
    update();
}

void MenuRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Color::BgWindow));
    painter.fillRect(QRect(0, height() - 1, width(), 1), m_theme.color(Color::BorderSubtle));
}

} // namespace Pacewatch
