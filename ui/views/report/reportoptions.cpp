#include "ui/views/report/reportoptions.h"

#include "ui/controls/button.h"
#include "ui/controls/checkbox.h"
#include "ui/controls/choicefield.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/icons.h"
#include "ui/views/rangemenu.h"
#include "ui/wording/compare.h"
#include "ui/wording/findings.h"
#include "ui/wording/report.h"

#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

ReportOptions::ReportOptions(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_reader(new SegmentedControl(context.theme, context.icons))
    , m_readerHint(new TextLabel(context.theme, FontRole::Hint, Color::TextMuted))
    , m_ticket(new Field(context.theme, context.icons, Wording::ticketLabel()))
    , m_range(new ChoiceField(context.theme, context.icons, Wording::timeRangeLabel()))
    , m_hiddenHint(new TextLabel(context.theme, FontRole::Hint, Color::TextMuted))
    , m_format(new SegmentedControl(context.theme, context.icons))
    , m_save(new Button(Wording::saveDots(), Button::Kind::Primary))
    , m_copy(new Button(Wording::copyForTicket()))
    , m_note(new FieldNote(context.theme, context.icons))
{
    setObjectName(u"reportOptions"_s);
    auto* const scroll = new QScrollArea;
    scroll->setWidget(makeUpper());
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->viewport()->setAutoFillBackground(false);
    scroll->widget()->setAutoFillBackground(false);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    column->addWidget(scroll, 1);
    column->addWidget(makeLower());
    connect(m_reader, &SegmentedControl::chosen, this, [this] {
        followReader();
        emit changed();
    });
    connect(m_examples.box, &CheckBox::clicked, this, [this] { m_isExamplesChosen = true; });
    connect(m_ticket->edit(), &QLineEdit::textChanged, this, &ReportOptions::changed);
    connect(m_range, &ChoiceField::menuWanted, this,
            [this](QMenu& menu) { addRangeChoices(menu, m_context.range); });
    connect(m_save, &Button::clicked, this, &ReportOptions::saveWanted);
    connect(m_copy, &Button::clicked, this, &ReportOptions::copyWanted);
    connect(&context.theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    followReader();
}

void ReportOptions::followReader()
{
    const ReportReader reader = wishes().reader;
    m_readerHint->setText(Wording::readerHint(reader));
    m_hiddenHint->setText(Wording::hiddenHint(reader));
    if (!m_isExamplesChosen) {
        const QSignalBlocker silently(m_examples.box); // the reader's change tells
        m_examples.box->setChecked(reader != ReportReader::Customer);
    }
}

ReportWishes ReportOptions::wishes() const
{
    ReportWishes wishes;
    wishes.reader = Readers.at(static_cast<std::size_t>(std::max(m_reader->current(), 0)));
    wishes.ticket = m_ticket->text().trimmed();
    wishes.parts = {.summary = m_summary.box->isChecked(),
                    .timeline = m_timeline.box->isChecked(),
                    .findings = m_findings.box->isChecked(),
                    .examples = m_examples.box->isChecked(),
                    .changes = m_changes.box->isChecked(),
                    .calls = m_calls.box->isChecked()};
    return wishes;
}

ReportFormat ReportOptions::format() const
{
    return Formats.at(static_cast<std::size_t>(std::max(m_format->current(), 0)));
}

bool ReportOptions::withComparison() const
{
    return m_comparison.box->isChecked();
}

void ReportOptions::setTicket(const QString& ticket)
{
    m_ticket->edit()->setText(ticket);
}

void ReportOptions::showParts(const Diagnosis& diagnosis, const ReportWishes& wishes,
                              const PartSizes& sizes)
{
    const auto told
        = std::count_if(diagnosis.findings.begin(), diagnosis.findings.end(),
                        [&](const Finding& finding) { return isTold(finding, wishes); });
    m_timeline.aside->setText(Wording::age(sizes.timeline));
    m_findings.aside->setText(Wording::foundOf(told, diagnosis.findings.size()));
    m_examples.aside->setText(Wording::count(sizes.examples));
    m_calls.aside->setText(sizes.callsListed < sizes.calls
                               ? Wording::foundOf(sizes.callsListed, sizes.calls)
                               : Wording::count(sizes.calls));
    m_comparison.box->parentWidget()->setVisible(sizes.hasComparison);
}

void ReportOptions::showRange(WallTime from, WallTime to)
{
    m_range->showChoice(Wording::clockRange(from, to));
}

void ReportOptions::say(FieldNote::Tone tone, const QString& text)
{
    m_note->say(tone, text);
}

void ReportOptions::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const double radius = m_context.theme.metric("radius.card"_L1);
    painter.setPen(m_context.theme.color(Color::BorderSubtle));
    painter.setBrush(m_context.theme.color(Color::BgSurface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
}

} // namespace Pacewatch
