#include "ui/views/diagnosis/findingslist.h"

#include "ui/controls/card.h"
#include "ui/controls/rowground.h"
#include "ui/controls/textlabel.h"
#include "ui/findingcolors.h"
#include "ui/wording/findings.h"

#include <QPainter>
#include <QStyledItemDelegate>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int HeadingHeight = 36;
constexpr int RowHeight = 54;
constexpr int SidePadding = 9;
constexpr int TextLeft = 61;
constexpr int Tile = 32;
constexpr int NoteMargin = 19;

} // namespace

/// Draws headings, findings with the tile of their icon, and what was checked.
class FindingsList::Delegate final : public QStyledItemDelegate
{
public:
    Delegate(const Theme& theme, const Icons& icons, QListView* view)
        : QStyledItemDelegate(view)
        , m_theme(theme)
        , m_icons(icons)
        , m_view(view)
    { }

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override
    {
        return {m_view->viewport()->width(), isHeading(index) ? HeadingHeight : RowHeight};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (isHeading(index)) {
            painter->setFont(strong(FontRole::Hint));
            painter->setPen(m_theme.color(Color::TextMuted));
            painter->drawText(QRectF(option.rect).adjusted(2 * SidePadding, 6, -SidePadding, 0),
                              Qt::AlignLeft | Qt::AlignVCenter, index.data().toString());
        } else {
            paintGround(*painter, option);
            paintRow(*painter, option.rect, index);
        }
        painter->restore();
    }

private:
    static bool isHeading(const QModelIndex& index)
    {
        return index.data(FindingsModel::RowKindRole).toInt()
            == int(FindingsModel::RowKind::Heading);
    }

    QFont strong(FontRole role) const
    {
        QFont font = m_theme.font(role);
        font.setWeight(QFont::DemiBold);
        return font;
    }

    void paintGround(QPainter& painter, const QStyleOptionViewItem& option) const
    {
        const QRectF box = QRectF(option.rect).adjusted(SidePadding, 1, -SidePadding, -1);
        paintRowGround(painter, m_theme, box, rowGround(option.state), option.state);
        if (option.state.testFlag(QStyle::State_Selected)) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(m_theme.color(Color::AccentBase));
            painter.drawRoundedRect(QRectF(box.left(), box.top() + 8, 3, box.height() - 16), 1.5,
                                    1.5);
        }
    }

    void paintRow(QPainter& painter, const QRect& rect, const QModelIndex& index) const
    {
        const bool isChecked = index.data(FindingsModel::RowKindRole).toInt()
            == int(FindingsModel::RowKind::Checked);
        const auto kind = static_cast<FindingKind>(index.data(FindingsModel::KindRole).toInt());
        const FindingColors colors = findingColors(kind);
        const QRectF tile(rect.left() + 2 * SidePadding, rect.top() + (RowHeight - Tile) / 2.0,
                          Tile, Tile);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(isChecked ? Color::StateClearSoft : colors.tile));
        painter.drawRoundedRect(tile, 6, 6);
        m_icons.paint(painter, tile.adjusted(7, 7, -7, -7), Wording::findingIcon(kind),
                      isChecked ? Color::StateClearFg : colors.icon);

        const QString amount = index.data(FindingsModel::AmountRole).toString();
        const QString sure = index.data(FindingsModel::SureRole).toString();
        QRectF text(rect.left() + TextLeft, rect.top() + 7.0,
                    rect.width() - TextLeft - 2.0 * SidePadding, 20);
        if (amount.isEmpty()) {
            text.moveTop(rect.top() + (RowHeight - 20) / 2.0);
        }
        painter.setFont(strong(FontRole::Label));
        painter.setPen(m_theme.color(Color::TextPrimary));
        painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(painter.font())
                             .elidedText(index.data().toString(), Qt::ElideRight, text.width()));
        text.moveTop(rect.top() + 26.0);
        painter.setFont(m_theme.font(FontRole::Hint));
        painter.setPen(m_theme.color(Color::TextMuted));
        painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, sure);
        painter.setPen(m_theme.color(Color::TextSecondary));
        const double room
            = sure.isEmpty() ? 0 : QFontMetricsF(painter.font()).horizontalAdvance(sure) + 8;
        text.setWidth(text.width() - room);
        paintAmount(painter, text, amount, index.data(FindingsModel::StrongRole).toInt());
    }

    /// The first @p strong signs stand out.
    void paintAmount(QPainter& painter, QRectF area, const QString& amount, int strongSigns) const
    {
        if (strongSigns > 0) {
            painter.setFont(strong(FontRole::Hint));
            const QString number = amount.left(strongSigns);
            painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter, number);
            area.setLeft(area.left() + QFontMetricsF(painter.font()).horizontalAdvance(number));
            painter.setFont(m_theme.font(FontRole::Hint));
        }
        painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(painter.font())
                             .elidedText(amount.mid(strongSigns), Qt::ElideRight, area.width()));
    }

    const Theme& m_theme;
    const Icons& m_icons;
    QListView* m_view;
};

FindingsList::FindingsList(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_card(new Card(theme, this))
    , m_model(new FindingsModel(this))
    , m_view(new QListView(this))
    , m_note(new TextLabel(theme, FontRole::Hint, Color::TextMuted, {}, this))
{
    m_view->setObjectName(u"findingsList"_s);
    m_view->setAccessibleName(Wording::groupTitle(FindingGroup::CausesRefusals));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new Delegate(theme, icons, m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setStyleSheet(u"background: transparent; border: none;"_s);
    m_view->viewport()->setAutoFillBackground(false);
    m_view->setResizeMode(QListView::Adjust);
    m_view->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setMouseTracking(true);
    m_note->setWordWrap(true);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& current) {
                const std::optional<Finding> finding = m_model->findingAt(current.row());
                if (finding && !m_isShowing) {
                    m_kind = finding->kind;
                    emit chosenChanged();
                }
            });
    connect(&theme, &Theme::changed, m_view->viewport(), qOverload<>(&QWidget::update));
}

void FindingsList::showDiagnosis(const Diagnosis& diagnosis, const QString& basis)
{
    m_isShowing = true;
    m_model->show(diagnosis);
    m_note->setText(Wording::unseenNote(diagnosis, basis));
    int row = m_kind ? m_model->rowOf(*m_kind) : -1;
    row = row < 0 ? m_model->firstFinding() : row;
    if (row >= 0 && m_view->currentIndex().row() != row) {
        m_view->setCurrentIndex(m_model->index(row));
    }
    m_isShowing = false;
    place();
}

void FindingsList::forgetChoice()
{
    m_kind.reset();
}

void FindingsList::choose(FindingKind kind)
{
    const int row = m_model->rowOf(kind);
    if (row >= 0) {
        m_view->setCurrentIndex(m_model->index(row));
    }
}

std::optional<Finding> FindingsList::chosen() const
{
    return m_model->findingAt(m_view->currentIndex().row());
}

void FindingsList::place()
{
    m_card->setGeometry(rect());
    const int wide = width() - 2 * NoteMargin;
    const int note = m_note->text().isEmpty() ? 0 : m_note->heightForWidth(wide) + 14;
    m_note->setGeometry(NoteMargin, height() - note, wide, std::max(note - 14, 0));
    m_view->setGeometry(1, 8, width() - 2, height() - note - 16);
    m_view->doItemsLayout();
    m_view->scrollTo(m_view->currentIndex()); // the chosen one is seen whole, however low it is
}

void FindingsList::resizeEvent(QResizeEvent*)
{
    place();
}

} // namespace Pacewatch
