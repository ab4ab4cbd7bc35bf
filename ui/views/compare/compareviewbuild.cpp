#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/icons.h"
#include "ui/views/compare/comparedtimeline.h"
#include "ui/views/compare/compareview.h"
#include "ui/views/compare/comparisontable.h"
#include "ui/views/compare/comparisonverdict.h"
#include "ui/views/compare/sessionchooser.h"
#include "ui/wording/charts.h"
#include "ui/wording/compare.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

// The parts of the page of two sessions, as they stand.

namespace {

constexpr int SideMargin = 20;
constexpr int Gap = 12;
constexpr int LeftWidth = 364;
constexpr int HeaderIcon = 20;
constexpr int NoteIcon = 14;

/// Two cards above each other. What the lower one has besides makes it higher, so that the plots of
/// both are equally high and can be compared.
class EqualPlots final : public QWidget
{
public:
    EqualPlots(QWidget* upper, QWidget* lower)
        : m_upper(upper)
        , m_lower(lower)
    {
        upper->setParent(this);
        lower->setParent(this);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    }

    [[nodiscard]] QSize minimumSizeHint() const override
    {
        const QSize upper = m_upper->minimumSizeHint();
        const QSize lower = m_lower->minimumSizeHint();
        return {std::max(upper.width(), lower.width()), upper.height() + Gap + lower.height()};
    }
    // More is given, never asked for: the page would scroll.
    [[nodiscard]] QSize sizeHint() const override { return minimumSizeHint(); }

protected:
    void resizeEvent(QResizeEvent*) override
    {
        const int besides
            = m_lower->minimumSizeHint().height() - m_upper->minimumSizeHint().height();
        const int high = (height() - Gap - besides) / 2;
        m_upper->setGeometry(0, 0, width(), high);
        m_lower->setGeometry(0, height() - high - besides, width(), high + besides);
    }

private:
    QWidget* m_upper;
    QWidget* m_lower;
};

QLabel* iconLabel(const PageContext& context, Icon icon, int side)
{
    auto* const label = new QLabel;
    label->setFixedSize(side, side);
    const auto follow = [label, &icons = context.icons, icon, side] {
        label->setPixmap(
            icons.pixmap(icon, Color::TextSecondary, side, label->devicePixelRatioF()));
    };
    follow();
    QObject::connect(&context.theme, &Theme::changed, label, follow);
    return label;
}

} // namespace

QWidget* CompareView::makeHeader()
{
    auto* const header = new QWidget;
    header->setFixedHeight(m_context.theme.pixels("size.header"_L1));
    auto* const row = new QHBoxLayout(header);
    row->setContentsMargins(SideMargin, 0, SideMargin, 0);
    row->setSpacing(Gap);
    row->addWidget(iconLabel(m_context, Icon::Compare, HeaderIcon));
    row->addWidget(new TextLabel(m_context.theme, FontRole::Title, Color::TextPrimary,
                                 Wording::compareTitle()),
                   1);
    m_export->setObjectName(u"exportComparisonButton"_s);
    m_export->setIcon(m_context.icons.icon(Icon::Download));
    m_add->setObjectName(u"addToReportButton"_s);
    m_add->setIcon(m_context.icons.icon(Icon::Report, Color::TextOnAccent));
    row->addWidget(m_export);
    row->addWidget(m_add);
    return header;
}

QWidget* CompareView::makeLeft()
{
    auto* const left = new QWidget;
    left->setFixedWidth(LeftWidth);
    auto* const column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap);
    auto* const choices = new Card(m_context.theme);
    auto* const fields = new QVBoxLayout(choices);
    fields->setContentsMargins(17, 13, 17, 17);
    fields->setSpacing(Gap);
    m_sides[0].chooser = new SessionChooser(m_context, Wording::beforeSide());
    m_sides[1].chooser = new SessionChooser(m_context, Wording::afterSide());
    m_sides[0].chooser->setObjectName(u"compareBefore"_s);
    m_sides[1].chooser->setObjectName(u"compareAfter"_s);
    for (const Side& side : m_sides) {
        fields->addWidget(side.chooser);
    }
    column->addWidget(choices);
    column->addWidget(m_verdict);
    column->addWidget(m_table, 1);
    return left;
}

QWidget* CompareView::makeRight()
{
    m_sides[0].card = new ComparedTimeline(m_context.theme, Wording::beforeSide());
    m_sides[1].card = new ComparedTimeline(m_context.theme, Wording::afterSide());
    m_presets->setObjectName(u"compareRange"_s);
    m_presets->setAccessibleName(Wording::rangeName());
    for (const QString& text :
         {Wording::preset5Minutes(), Wording::preset15Minutes(), Wording::presetAll()}) {
        m_presets->addSegment(text);
    }
    m_sides[0].card->addControl(m_presets);
    auto* const note = new QWidget;
    auto* const row = new QHBoxLayout(note);
    row->setContentsMargins(16, 0, 16, 10);
    row->setSpacing(8);
    row->addWidget(iconLabel(m_context, Icon::Info, NoteIcon));
    row->addWidget(
        new TextLabel(m_context.theme, FontRole::Hint, Color::TextSecondary, Wording::sameScales()),
        1);
    m_sides[1].card->addNote(note);
    return new EqualPlots(m_sides[0].card, m_sides[1].card);
}

} // namespace Pacewatch
