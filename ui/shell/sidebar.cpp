#include "ui/shell/sidebar.h"

#include "ui/wording/forms.h"
#include "ui/wording/words.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollArea>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int CollapsedWidth = 56;
constexpr int NarrowestWidth = 200;
constexpr int WidestWidth = 320;

} // namespace

Sidebar::Sidebar(const Theme& theme, const Icons& icons, const Privacy& privacy, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_privacy(privacy)
    , m_head(new QWidget)
    , m_add(new Button(icons.icon(Icon::Plus), say(Words::NewConnection)))
    , m_empty(new TextLabel(theme, FontRole::Hint, Color::TextMuted, say(Words::NoConnections)))
    , m_recent(new RecentList(theme, icons))
    , m_practice(new PracticeTile(theme, icons))
{
    setObjectName(u"sidebar"_s);
    setAccessibleName(say(Words::Connections));
    auto* const title
        = new TextLabel(theme, FontRole::Label, Color::TextSecondary, say(Words::Connections));
    QFont strong = title->font();
    strong.setWeight(QFont::DemiBold);
    title->setFont(strong);
    m_add->setObjectName(u"newConnectionButton"_s);
    auto* const head = new QHBoxLayout(m_head);
    head->setContentsMargins(16, 0, 10, 0);
    head->addWidget(title, 1);
    head->addWidget(m_add);

    auto* const rows = new QWidget;
    m_list = new QVBoxLayout(rows);
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(0);
    m_list->addStretch(1);
    auto* const scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(rows);
    scroll->viewport()->setAutoFillBackground(false);
    rows->setAutoFillBackground(false);

    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 1, 9);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addSpacing(3);
    m_empty->setContentsMargins(16, 3, 8, 0);
    column->addWidget(m_empty);
    column->addWidget(scroll, 1);
    column->addWidget(m_recent);
    auto* const foot = new QHBoxLayout;
    foot->setContentsMargins(9, 0, 9, 0);
    foot->addWidget(m_practice);
    column->addLayout(foot);
    setMinimumWidth(NarrowestWidth);
    setMaximumWidth(WidestWidth);

    connect(m_add, &Button::clicked, this, &Sidebar::newConnectionWanted);
    connect(m_recent, &RecentList::chosen, this, &Sidebar::sessionWanted);
    connect(m_practice, &PracticeTile::clicked, this, &Sidebar::practiceWanted);
    connect(m_practice, &PracticeTile::switched, this, &Sidebar::practiceSwitched);
    connect(&privacy, &Privacy::changed, this, [this] { showRecent(m_sessions); });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QString Sidebar::shownName(const ConnectionState& state, qsizetype place) const
{
    const bool isHidden = m_privacy.isOn() && state.id != m_selected && !state.spec.isPractice;
    return isHidden ? Wording::hiddenCustomer(place + 1) : state.spec.customer;
}

void Sidebar::showState(const EngineState& state, Instant now)
{
    fitRows(state.connections);
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        const ConnectionState& connection = state.connections.at(i);
        const Recording* const recording = state.recordingOf(connection.id);
        m_rows.at(i)->showState(connection, shownName(connection, i), presentOf(recording, now));
        m_rows.at(i)->setRecorded(recording != nullptr);
        m_rows.at(i)->setChecked(connection.id == m_selected);
    }
    m_empty->setVisible(m_rows.isEmpty() && !m_isCollapsed);
    m_practice->showState(state.emulator, !m_rows.isEmpty());
}

void Sidebar::showRecent(const QList<RecentSession>& sessions)
{
    m_sessions = sessions;
    m_recent->show(sessions, m_privacy.isOn());
    m_recent->setVisible(!m_isCollapsed && !sessions.isEmpty());
}

void Sidebar::fitRows(const QList<ConnectionState>& connections)
{
    while (m_rows.size() > connections.size()) {
        delete m_rows.takeLast();
    }
    while (m_rows.size() < connections.size()) {
        ConnectionRow* const row = makeRow();
        m_list->insertWidget(static_cast<int>(m_rows.size()), row);
        QWidget* const before = m_add;
        setTabOrder(m_rows.isEmpty() ? before : m_rows.last(), row);
        row->show();
        m_rows.append(row);
    }
}

ConnectionRow* Sidebar::makeRow()
{
    auto* const row = new ConnectionRow(m_theme, m_icons);
    row->setObjectName(u"connectionRow"_s);
    row->setCollapsed(m_isCollapsed);
    connect(row, &ConnectionRow::clicked, this, [this, row] { emit selected(row->id()); });
    connect(row, &ConnectionRow::customContextMenuRequested, this,
            [this, row](QPoint at) { emit menuWanted(row->id(), row->mapToGlobal(at)); });
    return row;
}

void Sidebar::select(ConnectionId id)
{
    m_selected = id;
    for (ConnectionRow* const row : m_rows) {
        row->setChecked(row->id() == id);
    }
}

void Sidebar::setCollapsed(bool collapsed)
{
    m_isCollapsed = collapsed;
    m_head->setVisible(!collapsed);
    m_empty->setVisible(!collapsed && m_rows.isEmpty());
    m_recent->setVisible(!collapsed && !m_sessions.isEmpty());
    m_practice->setCollapsed(collapsed);
    for (ConnectionRow* const row : m_rows) {
        row->setCollapsed(collapsed);
    }
    setMinimumWidth(collapsed ? CollapsedWidth : NarrowestWidth);
    setMaximumWidth(collapsed ? CollapsedWidth : WidestWidth);
}

void Sidebar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Color::BgSidebar));
    painter.fillRect(QRect(width() - 1, 0, 1, height()), m_theme.color(Color::BorderSubtle));
}

void Sidebar::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
    for (qsizetype i = 0; step != 0 && i < m_rows.size(); ++i) {
        const qsizetype next = i + step;
        if (m_rows.at(i)->hasFocus() && next >= 0 && next < m_rows.size()) {
            m_rows.at(next)->setFocus(Qt::TabFocusReason);
            emit selected(m_rows.at(next)->id());
            return;
        }
    }
    QWidget::keyPressEvent(event);
}

} // namespace Pacewatch
