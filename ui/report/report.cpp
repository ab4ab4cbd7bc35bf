#include "ui/report/report.h"

#include "ui/charts/evidencechart.h"
#include "ui/theme.h"
#include "ui/wording/findingfacts.h"
#include "ui/wording/findings.h"
#include "ui/wording/report.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace Pacewatch {

namespace {

constexpr QSize PictureSize(ReportTextWidth, 190);
constexpr int Sharpness = 2;

QImage pictureOf(const Finding& finding, const Theme& theme)
{
    EvidenceChart chart(theme);
    chart.setForPrint(true);
    chart.showEvidence(finding);
    return chart.hasPicture() ? reportPicture(chart, PictureSize) : QImage();
}

/// To a customer the calls of each second are shown once, in the timeline, and what only would
/// lower the load needs no proof.
bool isDrawn(const Finding& finding, const ReportWishes& wishes, const ReportExtras& extras)
{
    return wishes.reader != ReportReader::Customer
        || (finding.group == FindingGroup::CausesRefusals
            && (extras.pictures.isEmpty() || !std::holds_alternative<CallSteps>(finding.evidence)));
}

ReportFinding toldOf(const Finding& finding, const Report& report, const ReportWishes& wishes)
{
    ReportFinding told;
    told.kind = finding.kind;
    told.title = Wording::reportFindingTitle(finding, wishes.reader);
    told.amount = Wording::asRead(Wording::findingAmount(finding));
    told.paragraphs = Wording::reportParagraphs(finding, wishes.reader);
    told.paragraphs.removeIf([&](const QString& each) { return report.intro.startsWith(each); });
    told.sure = Wording::reportSure(finding, wishes.reader);
    told.pictureText = told.paragraphs.value(0, report.intro);
    if (wishes.reader != ReportReader::Customer) {
        for (const Wording::FactText& fact : Wording::findingFacts(finding)) {
            told.facts.append({Wording::asRead(fact.value), Wording::asRead(fact.caption)});
        }
    }
    return told;
}

/// How many refusals no finding explains that this reader may be told of.
qint64 refusalsLeft(const Diagnosis& diagnosis, const ReportWishes& wishes)
{
    ReportWishes all = wishes;
    all.left.clear(); // left out by hand is not unexplained
    qint64 left = diagnosis.refused;
    for (const Finding& finding : diagnosis.findings) {
        left -= isTold(finding, all) ? finding.refusals : 0;
    }
    return std::max<qint64>(left, 0);
}

} // namespace

bool isTold(const Finding& finding, const ReportWishes& wishes)
{
    const bool isSure = finding.sure != Cause::Sure::Possible;
    return (isSure || wishes.reader != ReportReader::Customer)
        && !wishes.left.contains(finding.kind);
}

QImage reportPicture(QWidget& chart, QSize size)
{
    chart.resize(size);
    chart.ensurePolished();
    QImage picture(size * Sharpness, QImage::Format_RGB32);
    picture.setDevicePixelRatio(Sharpness);
    picture.fill(Qt::white);
    // Without the window's ground, which is grey.
    chart.render(&picture, {}, {}, QWidget::DrawChildren);
    return picture;
}

Report makeReport(const Diagnosis& diagnosis, const ReportWishes& wishes,
                  const ReportExtras& extras)
{
    Theme theme;
    theme.choose(ThemeChoice::Light);
    Diagnosis kept = diagnosis;
    kept.findings.removeIf([&](const Finding& finding) { return !isTold(finding, wishes); });
    Report report;
    report.heading = Wording::reportHeading();
    report.mark = Wording::reportMark(wishes.ticket, wishes.written);
    report.title = Wording::reportTitle(kept, wishes.customer);
    report.intro = Wording::reportIntro(kept, wishes.reader);
    report.hasFindings = wishes.parts.findings;
    if (wishes.parts.summary) {
        report.figures = Wording::reportFigures(kept);
    }
    report.pictures = extras.pictures;
    report.tables = extras.tables;
    if (wishes.parts.changes) {
        report.changes = Wording::reportChanges(kept.findings, wishes.reader);
    }
    if (wishes.parts.findings) {
        for (const Finding& finding : std::as_const(kept.findings)) {
            ReportFinding told = toldOf(finding, report, wishes);
            if (isDrawn(finding, wishes, extras)) {
                told.picture = pictureOf(finding, theme);
            }
            report.findings.append(told);
        }
        const qint64 left = refusalsLeft(diagnosis, wishes);
        report.unexplained = left > 0 ? Wording::notExplained(left, diagnosis.refused) : QString();
    }
    if (wishes.reader == ReportReader::Team && wishes.parts.findings) {
        for (const FindingKind kind : kept.checked) {
            report.checked.append(Wording::asRead(Wording::checkedTitle(kind)));
        }
    }
    report.notes = Wording::reportNotes(kept, wishes);
    return report;
}

} // namespace Pacewatch
