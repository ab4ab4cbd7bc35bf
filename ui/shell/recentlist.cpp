#include "ui/shell/recentlist.h"

#include "ui/controls/textlabel.h"
#include "ui/wording/forms.h"
#include "ui/wording/sessions.h"

#include <QAbstractButton>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int RowHeight = 44;
constexpr int SideMargin = 9;
constexpr int TextLeft = 43;

/// One session: a folder, its name, and when it was.
class RecentRow final : public QAbstractButton
{
public:
    RecentRow(const Theme& theme, const Icons& icons, const QString& name, const QString& line)
        : m_theme(theme)
        , m_icons(icons)
        , m_line(line)
    {
        setObjectName(u"recentSession"_s);
        setText(name);
        setAccessibleName(name + ", "_L1 + line);
        setFocusPolicy(Qt::StrongFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

    [[nodiscard]] QSize sizeHint() const override { return {200, RowHeight}; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF ground(SideMargin - 0.5, 0.5, width() - 2 * SideMargin + 1, height() - 1);
        const qreal radius = m_theme.metric("radius.row"_L1);
        if (underMouse()) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(m_theme.isDark() ? Color::BgHover : Color::BgChip));
            painter.drawRoundedRect(ground, radius, radius);
        }
        if (hasFocus()) {
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(m_theme.color(Color::BorderFocus), 2));
            painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
        }
        m_icons.paint(painter, QRectF(SideMargin + 8, height() / 2.0 - 8, 16, 16), Icon::Folder,
                      Color::TextMuted);
        const qreal textWidth = width() - TextLeft - SideMargin - 10;
        paintLine(painter, QRectF(TextLeft, 4, textWidth, 18), FontRole::Body, Color::TextSecondary,
                  text());
        paintLine(painter, QRectF(TextLeft, 22, textWidth, 18), FontRole::Hint, Color::TextMuted,
                  m_line);
    }

    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    void paintLine(QPainter& painter, const QRectF& area, FontRole role, Color color,
                   const QString& text) const
    {
        painter.setFont(m_theme.font(role));
        painter.setPen(m_theme.color(color));
        painter.drawText(
            area, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine,
            QFontMetrics(painter.font()).elidedText(text, Qt::ElideRight, qFloor(area.width())));
    }

    const Theme& m_theme;
    const Icons& m_icons;
    QString m_line;
};

} // namespace

RecentList::RecentList(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_title(new TextLabel(theme, FontRole::Label, Color::TextSecondary, Wording::recentSessions(),
                            this))
{
    setObjectName(u"recentSessions"_s);
    QFont strong = m_title->font();
    strong.setWeight(QFont::DemiBold);
    m_title->setFont(strong);
    m_title->setContentsMargins(16, 0, 10, 6);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 12, 0, 8);
    column->setSpacing(0);
    column->addWidget(m_title);
    hide();
}

void RecentList::show(const QList<RecentSession>& sessions, bool areNamesHidden)
{
    qDeleteAll(m_rows);
    m_rows.clear();
    for (const RecentSession& session :
         sessions.first(std::min<qsizetype>(sessions.size(), Most))) {
        const QString name
            = areNamesHidden ? Wording::hiddenCustomer(m_rows.size() + 1) : session.customer;
        auto* const row = new RecentRow(m_theme, m_icons, name, Wording::recentLine(session));
        connect(row, &QAbstractButton::clicked, this,
                [this, path = session.path] { emit chosen(path); });
        layout()->addWidget(row);
        m_rows.append(row);
    }
    setVisible(!m_rows.isEmpty());
}

} // namespace Pacewatch
