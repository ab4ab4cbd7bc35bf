#include "ui/views/monitor/happeninglist.h"

#include "ui/controls/card.h"
#include "ui/controls/rowground.h"
#include "ui/controls/tabular.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/charts.h"
#include "ui/wording/wording.h"

#include <QElapsedTimer>
#include <QHash>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTextLayout>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr qsizetype MostRows = 100;
constexpr qsizetype MostLinesKept = 1'000;
constexpr int TitleMiddle = 21;
constexpr int ListTop = 41;
constexpr int RowPadding = 8;
constexpr int TitleHeight = 20;
constexpr int TextLeft = 47;
constexpr int GlyphLeft = 17;
constexpr int RightMargin = 17;

} // namespace

void HappeningModel::show(const QList<HappeningEntry>& entries, const QList<WindowState>& windows)
{
    m_windows = windows;
    const quint64 newest = m_entries.isEmpty() ? 0 : m_entries.first().serial;
    const auto known = std::find_if(entries.begin(), entries.end(),
                                    [&](const auto& entry) { return entry.serial <= newest; });
    const auto fresh = static_cast<int>(known - entries.begin());
    if (!m_entries.isEmpty() && entries.size() > m_entries.size() + fresh) {
        // A note about a moment long ago came between.
        beginResetModel();
        m_entries = entries;
        endResetModel();
        return;
    }
    const auto leaving
        = static_cast<int>(m_entries.size()) + fresh - static_cast<int>(entries.size());
    if (leaving > 0) {
        beginRemoveRows({}, rowCount() - leaving, rowCount() - 1);
        m_entries.remove(m_entries.size() - leaving, leaving);
        endRemoveRows();
    }
    if (fresh > 0) {
        beginInsertRows({}, 0, fresh - 1);
        m_entries = entries.mid(0, fresh) + m_entries;
        endInsertRows();
    }
    for (qsizetype row = fresh; row < m_entries.size() && row < entries.size(); ++row) {
        if (m_entries[row] != entries[row]) {
            m_entries[row] = entries[row];
            const QModelIndex changed = index(static_cast<int>(row));
            emit dataChanged(changed, changed, {Qt::DisplayRole, DetailRole});
        }
    }
}

void HappeningModel::clear()
{
    beginResetModel();
    m_entries.clear();
    endResetModel();
}

int HappeningModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QVariant HappeningModel::data(const QModelIndex& index, int role) const
{
    const HappeningEntry& entry = m_entries[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return entry.note.isEmpty() ? Wording::title(entry.happening, m_windows) : entry.note;
    case TimeRole:
        return Wording::clock(entry.happening.at);
    case DetailRole:
        if (!entry.note.isEmpty()) {
            return {};
        }
        return entry.count > 1 ? Wording::timesInTwoSeconds(entry.count)
                               : Wording::detail(entry.happening, m_windows);
    case ToneRole:
        return static_cast<int>(entry.happening.tone);
    case MomentRole:
        return QVariant::fromValue(
            static_cast<qlonglong>(entry.happening.at.time_since_epoch().count()));
    case SerialRole:
        return entry.serial;
    case Qt::AccessibleTextRole:
        return Wording::spokenHappening(data(index, TimeRole).toString(),
                                        data(index, Qt::DisplayRole).toString());
    case Qt::AccessibleDescriptionRole:
        return data(index, DetailRole);
    default:
        return {};
    }
}

/// Draws shape, title, time and detail; the first picture of a new entry flashes.
class HappeningList::Delegate final : public QStyledItemDelegate
{
public:
    Delegate(const Theme& theme, const Icons& icons, QListView* view)
        : QStyledItemDelegate(view)
        , m_theme(theme)
        , m_icons(icons)
        , m_view(view)
    { }

    /// Entries after @p serial flash from now on.
    void flashAfter(quint64 serial)
    {
        m_flashAfter = serial;
        m_flashing.start();
        QTimer::singleShot(m_theme.pixels("motion.flash"_L1), this,
                           [this] { m_view->viewport()->update(); });
    }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        const int lines = detailLines(index.data(HappeningModel::DetailRole).toString());
        return {m_view->viewport()->width(),
                RowPadding + TitleHeight + lines * m_theme.lineHeight(FontRole::Hint) + RowPadding
                    + 1};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        const auto tone = static_cast<Standing>(index.data(HappeningModel::ToneRole).toInt());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        paintGround(*painter, option, index, tone);
        const QRectF row = option.rect;
        const double middle = row.top() + RowPadding + TitleHeight / 2.0;
        m_icons.paintState(*painter, QRectF(row.left() + GlyphLeft, middle - 8, 16, 16), tone);
        painter->setFont(m_theme.font(FontRole::Hint));
        painter->setPen(m_theme.color(Color::TextMuted));
        const QString time = index.data(HappeningModel::TimeRole).toString();
        const QRectF head(row.left() + TextLeft, middle - 10, row.width() - TextLeft - RightMargin,
                          TitleHeight);
        drawTabular(*painter, head, Qt::AlignRight | Qt::AlignVCenter, time);
        const double timeWidth = tabularWidth(painter->font(), time);
        QFont strong = m_theme.font(FontRole::Body);
        strong.setWeight(QFont::DemiBold);
        painter->setFont(strong);
        painter->setPen(m_theme.color(Color::TextPrimary));
        painter->drawText(head, Qt::AlignLeft | Qt::AlignVCenter,
                          QFontMetricsF(strong).elidedText(index.data().toString(), Qt::ElideRight,
                                                           head.width() - timeWidth - 8));
        paintDetail(*painter, QPointF(head.left(), head.bottom()),
                    index.data(HappeningModel::DetailRole).toString());
        painter->restore();
    }

private:
    void paintGround(QPainter& painter, const QStyleOptionViewItem& option,
                     const QModelIndex& index, Standing tone) const
    {
        const bool isNew = index.data(HappeningModel::SerialRole).toULongLong() > m_flashAfter
            && m_flashing.isValid() && m_flashing.elapsed() < m_theme.pixels("motion.flash"_L1);
        const std::optional<Color> ground
            = isNew ? std::optional(stateColors(tone).soft) : rowGround(option.state);
        paintRowGround(painter, m_theme, QRectF(option.rect).adjusted(8, 1, -8, -1), ground,
                       option.state);
    }

    int layDetail(QTextLayout& layout) const
    {
        const int width = m_view->viewport()->width() - TextLeft - RightMargin;
        const int height = m_theme.lineHeight(FontRole::Hint);
        layout.beginLayout();
        int lines = 0;
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(width);
            line.setPosition(QPointF(0, lines * height + (height - line.height()) / 2));
            ++lines;
        }
        layout.endLayout();
        return lines;
    }

    /// Kept, because the view asks for every row each time that one of them changes.
    int detailLines(const QString& text) const
    {
        const int width = m_view->viewport()->width();
        if (m_linesWidth != width || m_lines.size() > MostLinesKept) {
            m_linesWidth = width;
            m_lines.clear();
        }
        const auto known = m_lines.constFind(text);
        if (known != m_lines.constEnd()) {
            return *known;
        }
        QTextLayout layout(text, m_theme.font(FontRole::Hint));
        const int lines = text.isEmpty() ? 0 : layDetail(layout);
        m_lines.insert(text, lines);
        return lines;
    }

    void paintDetail(QPainter& painter, QPointF at, const QString& text) const
    {
        QTextLayout layout(text, m_theme.font(FontRole::Hint));
        layDetail(layout);
        painter.setPen(m_theme.color(Color::TextMuted));
        layout.draw(&painter, at);
    }

    const Theme& m_theme;
    const Icons& m_icons;
    QListView* m_view;
    quint64 m_flashAfter = 0;
    QElapsedTimer m_flashing;
    mutable QHash<QString, int> m_lines; ///< of details, in a view as wide as m_linesWidth
    mutable int m_linesWidth = 0;
};

HappeningList::HappeningList(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_card(new Card(theme, this))
    , m_model(new HappeningModel(this))
    , m_view(new QListView(this))
    , m_empty(
          new TextLabel(theme, FontRole::Hint, Color::TextMuted, Wording::nothingHappened(), this))
{
    auto* title = new TextLabel(theme, FontRole::Section, Color::TextPrimary,
                                Wording::happenedTitle(), this);
    title->setGeometry(GlyphLeft, TitleMiddle - 10, 200, 20);
    m_view->setObjectName(u"happeningList"_s);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new Delegate(theme, icons, m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setStyleSheet(u"background: transparent; border: none;"_s);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setResizeMode(QListView::Adjust);
    m_view->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setMouseTracking(true);
    m_view->viewport()->setMouseTracking(true);
    m_view->viewport()->installEventFilter(this);
    m_view->setAccessibleName(Wording::happenedTitle());
    const auto momentOf = [](const QModelIndex& index) {
        return WallTime(Duration(index.data(HappeningModel::MomentRole).toLongLong()));
    };
    connect(m_view, &QListView::clicked, this,
            [this, momentOf](const QModelIndex& index) { emit momentChosen(momentOf(index)); });
    connect(m_view, &QListView::activated, this,
            [this, momentOf](const QModelIndex& index) { emit momentChosen(momentOf(index)); });
    connect(m_view, &QListView::entered, this,
            [this, momentOf](const QModelIndex& index) { emit momentHovered(momentOf(index)); });
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
    m_empty->setGeometry(GlyphLeft, ListTop + RowPadding, 260, 20);
}

void HappeningList::showHistory(const History& history, const QList<WindowState>& windows)
{
    if (history.happeningRevision() == m_shownRevision && !m_isFresh) {
        return;
    }
    m_shownRevision = history.happeningRevision();
    const QList<HappeningEntry> entries = history.happenings(MostRows);
    auto* delegate = static_cast<Delegate*>(m_view->itemDelegate());
    if (!m_isFresh && m_model->rowCount() > 0 && !entries.isEmpty()) {
        const quint64 newest = m_model->index(0).data(HappeningModel::SerialRole).toULongLong();
        if (entries.first().serial > newest) {
            delegate->flashAfter(newest);
        }
    }
    m_isFresh = false;
    m_model->show(entries, windows);
    m_empty->setVisible(entries.isEmpty());
}

void HappeningList::clear()
{
    m_model->clear();
    m_isFresh = true;
}

bool HappeningList::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Leave) {
        emit momentHovered(std::nullopt);
    }
    return QWidget::eventFilter(watched, event);
}

void HappeningList::resizeEvent(QResizeEvent*)
{
    m_card->setGeometry(rect());
    m_view->setGeometry(1, ListTop, width() - 2, height() - ListTop - 8);
}

} // namespace Pacewatch
