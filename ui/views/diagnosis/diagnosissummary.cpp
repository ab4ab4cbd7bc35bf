#include "ui/views/diagnosis/diagnosissummary.h"

#include "ui/charts/plotview.h"
#include "ui/controls/button.h"
#include "ui/controls/tabular.h"
#include "ui/findingcolors.h"
#include "ui/wording/findings.h"
#include "ui/wording/wording.h"

#include <QHelpEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int Padding = 19;
constexpr int TitleMiddle = 26;
constexpr int TotalsMiddle = 49;
constexpr int BracketMiddle = 72;
constexpr int BarTop = 93;
constexpr int BarHeight = 20;
constexpr int LabelMiddle = 127;
constexpr int Height = 146;
constexpr int HeightWithoutBar = 72;
constexpr double Gap = 2;
constexpr double LeastPart = 6;
constexpr double LabelGap = 16;
constexpr double RangeGap = 4;
constexpr int RangeButtonInset = 14; ///< its words end where the bar does

bool overlaps(const QList<QRectF>& taken, const QRectF& box)
{
    return std::any_of(taken.begin(), taken.end(), [&box](const QRectF& each) {
        return box.left() < each.right() + LabelGap && each.left() < box.right() + LabelGap;
    });
}

/// Beside a strong word of the same size.
QFont regular(const Theme& theme)
{
    QFont font = theme.font(FontRole::Label);
    font.setWeight(QFont::Normal);
    return font;
}

} // namespace

DiagnosisSummary::DiagnosisSummary(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_range(new Button(Wording::changeRange(), Button::Kind::Flat, this))
{
    m_range->setObjectName(u"changeRangeButton"_s);
    m_range->setCompact(true);
    m_range->setLayoutDirection(Qt::RightToLeft); // the arrow stands behind the words
    m_range->setIcon(icons.icon(Icon::ChevronDown, Color::TextLink));
    connect(m_range, &Button::clicked, this, [this] {
        auto* const menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        emit rangeMenuWanted(*menu);
        menu->popup(m_range->mapToGlobal(QPoint(0, m_range->height())));
    });
    setObjectName(u"diagnosisSummary"_s);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void DiagnosisSummary::showDiagnosis(const Diagnosis& diagnosis)
{
    m_diagnosis = diagnosis;
    m_instead.clear();
    QStringList spoken{Wording::totals(diagnosis)};
    for (const CausePart& part : diagnosis.parts) {
        spoken.append(Wording::partLabel(part.kind) + u' ' + Wording::count(part.refusals));
    }
    setAccessibleName(Wording::headline(diagnosis));
    setAccessibleDescription(spoken.join(u", "));
    updateGeometry();
    update();
}

void DiagnosisSummary::showNothing(const QString& text)
{
    m_diagnosis = {};
    m_instead = text;
    setAccessibleName(text);
    setAccessibleDescription({});
    updateGeometry();
    update();
}

void DiagnosisSummary::resizeEvent(QResizeEvent*)
{
    const QSize size = m_range->sizeHint();
    m_range->setGeometry(width() - Padding - size.width() + RangeButtonInset,
                         TitleMiddle - size.height() / 2, size.width(), size.height());
}

QSize DiagnosisSummary::sizeHint() const
{
    return {400, m_diagnosis.parts.isEmpty() ? HeightWithoutBar : Height};
}

QList<DiagnosisSummary::Piece> DiagnosisSummary::pieces() const
{
    const qsizetype number = m_diagnosis.parts.size();
    qint64 all = 0;
    for (const CausePart& part : m_diagnosis.parts) {
        all += part.refusals;
    }
    const double room = width() - 2.0 * Padding - Gap * double(std::max<qsizetype>(number - 1, 0));
    // The smallest parts get their least width, the others share what is left of the bar.
    double fixed = 0;
    qint64 shared = 0;
    for (const CausePart& part : m_diagnosis.parts) {
        const bool isSmall = room * double(part.refusals) < LeastPart * double(all);
        fixed += isSmall ? LeastPart : 0;
        shared += isSmall ? 0 : part.refusals;
    }
    QList<Piece> laid;
    double left = Padding;
    for (const CausePart& part : m_diagnosis.parts) {
        const bool isSmall = room * double(part.refusals) < LeastPart * double(all);
        const double wide = isSmall
            ? LeastPart
            : (room - fixed) * double(part.refusals) / double(std::max<qint64>(shared, 1));
        laid.append({QRectF(left, BarTop, wide, BarHeight), part});
        left += wide + Gap;
    }
    return laid;
}

const CausePart* DiagnosisSummary::partAt(const QList<Piece>& all, QPointF place) const
{
    for (const Piece& piece : all) {
        if (piece.area.contains(place)) {
            return &piece.part;
        }
    }
    return nullptr;
}

void DiagnosisSummary::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Color::BorderSubtle));
    painter.setBrush(m_theme.color(Color::BgSurface));
    const double radius = m_theme.metric("radius.card"_L1);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    const double wide = width() - 2.0 * Padding;
    const QString range = m_diagnosis.calls > 0 ? Wording::diagnosedRange(m_diagnosis) : QString();
    painter.setFont(regular(m_theme));
    painter.setPen(m_theme.color(Color::TextMuted));
    const double rangeRight = m_range->x() - RangeGap;
    drawTabular(painter, QRectF(Padding, TitleMiddle - 10, rangeRight - Padding, 20),
                Qt::AlignRight | Qt::AlignVCenter, range);
    const double rangeLeft = rangeRight - tabularWidth(painter.font(), range);
    painter.setFont(m_theme.font(FontRole::Subtitle));
    painter.setPen(m_theme.color(Color::TextPrimary));
    painter.drawText(QRectF(Padding, TitleMiddle - 12, rangeLeft - 12 - Padding, 24),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     m_instead.isEmpty() ? Wording::headline(m_diagnosis) : m_instead);
    if (!m_instead.isEmpty()) {
        return;
    }
    painter.setFont(m_theme.font(FontRole::Body));
    painter.setPen(m_theme.color(Color::TextSecondary));
    painter.drawText(QRectF(Padding, TotalsMiddle - 10, wide, 20), Qt::AlignLeft | Qt::AlignVCenter,
                     Wording::totals(m_diagnosis));
    const QList<Piece> all = pieces();
    paintBar(painter, all);
    paintBrackets(painter, all);
    paintLabels(painter, all);
}

void DiagnosisSummary::paintBar(QPainter& painter, const QList<Piece>& all) const
{
    painter.setPen(Qt::NoPen);
    for (const Piece& piece : all) {
        const FindingColors colors = findingColors(piece.part.kind);
        painter.setBrush(m_theme.color(colors.part));
        painter.drawRoundedRect(piece.area, 3, 3);
        if (colors.isHatched) {
            painter.setBrush(hatchBrush(m_theme.color(Color::BgSurface), devicePixelRatioF()));
            painter.drawRoundedRect(piece.area, 3, 3);
        }
    }
}

void DiagnosisSummary::paintBrackets(QPainter& painter, const QList<Piece>& all) const
{
    QList<QRectF> taken;
    for (qsizetype first = 0; first < all.size();) {
        qsizetype last = first;
        qint64 refusals = all.at(first).part.refusals;
        while (last + 1 < all.size() && all.at(last + 1).part.who == all.at(first).part.who) {
            ++last;
            refusals += all.at(last).part.refusals;
        }
        const double left = all.at(first).area.left();
        const double right = all.at(last).area.right();
        painter.setRenderHint(QPainter::Antialiasing, false);
        painter.setPen(m_theme.color(Color::BorderInput));
        const int y = BarTop - 9;
        painter.drawLine(QPointF(left, y), QPointF(right - 1, y));
        painter.drawLine(QPointF(left, y), QPointF(left, y + 4));
        painter.drawLine(QPointF(right - 1, y), QPointF(right - 1, y + 4));
        painter.setRenderHint(QPainter::Antialiasing, true);
        const QString who = Wording::culprit(all.at(first).part.who);
        const QString part = Wording::partShare(refusals, m_diagnosis.refused);
        const double wide = pairWidth(who, part);
        QRectF box(left, BracketMiddle - 10, wide, 20);
        if (box.right() > width() - Padding) {
            box.moveRight(right);
        }
        if (box.left() >= Padding - 1 && !overlaps(taken, box)) {
            paintPair(painter, box, who, part, true);
            taken.append(box);
        }
        first = last + 1;
    }
}

void DiagnosisSummary::paintLabels(QPainter& painter, const QList<Piece>& all) const
{
    QList<const Piece*> byNumber;
    for (const Piece& piece : all) {
        byNumber.append(&piece);
    }
    std::stable_sort(byNumber.begin(), byNumber.end(), [](const Piece* one, const Piece* other) {
        return one->part.refusals > other->part.refusals;
    });
    QList<QRectF> taken;
    for (const Piece* piece : byNumber) {
        const QString label = Wording::partLabel(piece->part.kind);
        const QString number = Wording::count(piece->part.refusals);
        QRectF box(piece->area.left(), LabelMiddle - 10, pairWidth(number, label), 20);
        if (box.right() > width() - Padding || overlaps(taken, box)) {
            box.moveRight(piece->area.right());
        }
        if (box.left() >= Padding - 1 && !overlaps(taken, box)) {
            paintPair(painter, box, number, label, false);
            taken.append(box);
        } // else there is no room: the tooltip of the part has it
    }
}

double DiagnosisSummary::pairWidth(const QString& strong, const QString& plain) const
{
    QFont bold = m_theme.font(FontRole::Label);
    bold.setWeight(QFont::DemiBold);
    return QFontMetricsF(bold).horizontalAdvance(strong) + 5
        + QFontMetricsF(regular(m_theme)).horizontalAdvance(plain);
}

void DiagnosisSummary::paintPair(QPainter& painter, QRectF box, const QString& strong,
                                 const QString& plain, bool strongFirst) const
{
    QFont bold = m_theme.font(FontRole::Label);
    bold.setWeight(QFont::DemiBold);
    const QFont normal = regular(m_theme);
    for (const bool isStrong : {strongFirst, !strongFirst}) {
        const QFont& font = isStrong ? bold : normal;
        const QString& text = isStrong ? strong : plain;
        painter.setFont(font);
        painter.setPen(m_theme.color(isStrong ? Color::TextPrimary : Color::TextSecondary));
        const double wide = QFontMetricsF(font).horizontalAdvance(text);
        painter.drawText(QRectF(box.left(), box.top(), wide + 4, box.height()),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, text);
        box.setLeft(box.left() + wide + 5);
    }
}

void DiagnosisSummary::mousePressEvent(QMouseEvent* event)
{
    const QList<Piece> all = pieces();
    const CausePart* part = partAt(all, event->position());
    if (part != nullptr && part->kind) {
        emit findingChosen(*part->kind);
    }
}

void DiagnosisSummary::mouseMoveEvent(QMouseEvent* event)
{
    const QList<Piece> all = pieces();
    const CausePart* part = partAt(all, event->position());
    setCursor(part != nullptr && part->kind ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool DiagnosisSummary::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* const help = static_cast<QHelpEvent*>(event);
        const QList<Piece> all = pieces();
        const CausePart* part = partAt(all, help->pos());
        QToolTip::showText(help->globalPos(),
                           part == nullptr ? QString()
                                           : Wording::partLabel(part->kind) + u", "_s
                                   + Wording::partShare(part->refusals, m_diagnosis.refused),
                           this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace Pacewatch
