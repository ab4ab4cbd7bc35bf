#include "ui/controls/button.h"
#include "ui/controls/checkbox.h"
#include "ui/controls/choicefield.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/icons.h"
#include "ui/views/report/reportoptions.h"
#include "ui/wording/report.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Pacewatch {

// The parts of the options of a report, as they stand.

namespace {

constexpr int Padding = 17;
constexpr int ShieldSide = 17;

/// A line across the card.
class Rule final : public QWidget
{
public:
    explicit Rule(const Theme& theme)
        : m_theme(theme)
    {
        setFixedHeight(1);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), m_theme.color(Color::BorderSubtle));
    }

private:
    const Theme& m_theme;
};

} // namespace

QWidget* ReportOptions::makeUpper()
{
    auto* const upper = new QWidget;
    auto* const column = new QVBoxLayout(upper);
    column->setContentsMargins(0, 12, 0, 12);
    column->setSpacing(0);
    auto* const head = new QVBoxLayout;
    head->setContentsMargins(Padding, 0, Padding, 14);
    head->setSpacing(6);
    addReader(*head);
    column->addLayout(head);
    column->addWidget(new Rule(m_context.theme));
    auto* const parts = new QVBoxLayout;
    parts->setContentsMargins(Padding, 10, Padding, 10);
    parts->setSpacing(2);
    m_summary = addPart(*parts, Wording::summaryPart(), u"partSummary"_s, true);
    m_timeline = addPart(*parts, Wording::timelinePart(), u"partTimeline"_s, true);
    m_findings = addPart(*parts, Wording::findingsPart(), u"partFindings"_s, true);
    m_examples = addPart(*parts, Wording::examplesPart(), u"partExamples"_s, false);
    m_changes = addPart(*parts, Wording::changesPart(), u"partChanges"_s, true);
    m_calls = addPart(*parts, Wording::callsPart(), u"partCalls"_s, false);
    m_comparison = addPart(*parts, Wording::comparisonPart(), u"partComparison"_s, true);
    m_comparison.box->parentWidget()->hide();
    column->addLayout(parts);
    column->addWidget(new Rule(m_context.theme));
    auto* const hidden = new QVBoxLayout;
    hidden->setContentsMargins(Padding, 12, Padding, 0);
    hidden->setSpacing(2);
    addHidden(*hidden);
    column->addLayout(hidden);
    column->addStretch(1);
    return upper;
}

void ReportOptions::addReader(QVBoxLayout& column)
{
    const auto label = [this](const QString& text) {
        return new TextLabel(m_context.theme, FontRole::Label, Color::TextSecondary, text);
    };
    m_reader->setObjectName(u"reportReader"_s);
    m_reader->setAccessibleName(Wording::writtenFor());
    m_reader->setStretched(true);
    m_reader->setCompact(false);
    for (const ReportReader reader : Readers) {
        m_reader->addSegment(Wording::readerName(reader));
    }
    m_ticket->edit()->setObjectName(u"reportTicket"_s);
    m_ticket->edit()->setMaxLength(80);
    m_range->setObjectName(u"reportRange"_s);
    column.addWidget(label(Wording::writtenFor()));
    column.addWidget(m_reader);
    column.addWidget(m_readerHint);
    column.addSpacing(8);
    column.addWidget(m_ticket);
    column.addSpacing(8);
    column.addWidget(label(Wording::timeRangeLabel()));
    column.addWidget(m_range);
}

ReportOptions::Part ReportOptions::addPart(QVBoxLayout& column, const QString& name,
                                           const QString& objectName, bool isOn)
{
    Part part;
    part.box = new CheckBox(m_context.theme, m_context.icons, name);
    part.box->setObjectName(objectName);
    part.box->setChecked(isOn);
    part.aside = new TextLabel(m_context.theme, FontRole::Hint, Color::TextMuted);
    auto* const line = new QWidget;
    auto* const row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(part.box);
    row->addStretch(1);
    row->addWidget(part.aside);
    column.addWidget(line);
    connect(part.box, &CheckBox::toggled, this, &ReportOptions::changed);
    return part;
}

void ReportOptions::addHidden(QVBoxLayout& column)
{
    auto* const shield = new QLabel;
    shield->setFixedSize(ShieldSide, ShieldSide);
    const auto follow = [shield, &icons = m_context.icons] {
        shield->setPixmap(icons.pixmap(Icon::Shield, Color::StateClearFg, ShieldSide,
                                       shield->devicePixelRatioF()));
    };
    follow();
    connect(&m_context.theme, &Theme::changed, shield, follow);
    auto* const title = new TextLabel(m_context.theme, FontRole::Body, Color::TextPrimary,
                                      Wording::hiddenTitle());
    title->setWordWrap(true);
    auto* const row = new QHBoxLayout;
    row->setSpacing(9);
    row->addWidget(shield, 0, Qt::AlignTop);
    auto* const words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(title);
    words->addWidget(m_hiddenHint);
    row->addLayout(words, 1);
    column.addLayout(row);
}

QWidget* ReportOptions::makeLower()
{
    auto* const lower = new QWidget;
    auto* const column = new QVBoxLayout(lower);
    column->setContentsMargins(Padding, 6, Padding, Padding);
    column->setSpacing(6);
    m_format->setObjectName(u"reportFormat"_s);
    m_format->setAccessibleName(Wording::saveAs());
    m_format->setStretched(true);
    m_format->setCompact(false);
    for (const ReportFormat format : Formats) {
        m_format->addSegment(Wording::reportFormat(format));
    }
    m_save->setObjectName(u"saveReportButton"_s);
    m_save->setIcon(m_context.icons.icon(Icon::Download, Color::TextOnAccent));
    m_copy->setObjectName(u"copyReportButton"_s);
    m_copy->setIcon(m_context.icons.icon(Icon::Copy));
    m_note->setObjectName(u"reportNote"_s);
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    for (Button* const button : {m_save, m_copy}) {
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    buttons->addWidget(m_save, 1);
    buttons->addWidget(m_copy, 1);
    column->addWidget(m_note);
    column->addWidget(
        new TextLabel(m_context.theme, FontRole::Label, Color::TextSecondary, Wording::saveAs()));
    column->addWidget(m_format);
    column->addSpacing(6);
    column->addLayout(buttons);
    return lower;
}

} // namespace Pacewatch
