#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/icons.h"
#include "ui/views/comparedtimeline.h"
#include "ui/views/compareview.h"
#include "ui/views/comparisontable.h"
#include "ui/views/comparisonverdict.h"
#include "ui/views/sessionchooser.h"
#include "ui/wordingcharts.h"
#include "ui/wordingcompare.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Pacewatch {

// The parts of the page of two sessions, as they stand.

namespace {

constexpr int SideMargin = 20;
constexpr int Gap = 12;
constexpr int LeftWidth = 364;
constexpr int HeaderIcon = 20;
constexpr int NoteIcon = 14;

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
    auto* const right = new QWidget;
    auto* const column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Gap);
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
    row->addWidget(new TextLabel(m_context.theme, FontRole::Label, Color::TextSecondary,
                                 Wording::sameScales()),
                   1);
    m_sides[1].card->addNote(note);
    for (const Side& side : m_sides) {
        column->addWidget(side.card, 1);
    }
    return right;
}

} // namespace Pacewatch
