#include "ui/report/report.h"

#include "ui/charts/evidencechart.h"
#include "ui/theme.h"
#include "ui/wording/findings.h"
#include "ui/wording/report.h"

#include <algorithm>

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

/// Without methods and paths, which are code to a customer.
Finding inPlainWords(Finding finding)
{
    finding.method.clear();
    finding.path.clear();
    for (Fact& fact : finding.facts) {
        fact.path.clear();
    }
    if (auto* const creates = std::get_if<CreateGroups>(&finding.evidence)) {
        creates->bulkPath.clear();
    }
    return finding;
}

QString withoutMarks(QString text)
{
    text.remove(QChar(u'\u200B'));
    text.remove(QChar(u'\u2060'));
    return text;
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
    if (wishes.reader == ReportReader::Customer) {
        std::transform(kept.findings.cbegin(), kept.findings.cend(), kept.findings.begin(),
                       inPlainWords);
    }
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
    if (!wishes.parts.findings) {
        kept.findings.clear();
    }
    for (const Finding& finding : kept.findings) {
        ReportFinding told;
        told.kind = finding.kind;
        told.title = Wording::findingTitle(finding.kind);
        told.amount = withoutMarks(Wording::findingAmount(finding));
        told.paragraphs = Wording::reportParagraphs(finding, wishes.reader);
        told.paragraphs.removeAll(report.intro); // it stands above already
        told.change
            = wishes.parts.changes ? Wording::reportChange(finding, wishes.reader) : QString();
        for (const Wording::FactText& fact : Wording::findingFacts(finding)) {
            told.facts.append({withoutMarks(fact.value), withoutMarks(fact.caption)});
        }
        told.picture = pictureOf(finding, theme);
        told.pictureText = withoutMarks(Wording::findingText(finding));
        report.findings.append(told);
    }
    if (wishes.reader == ReportReader::Team && wishes.parts.findings) {
        for (const FindingKind kind : kept.checked) {
            report.checked.append(withoutMarks(Wording::checkedTitle(kind)));
        }
    }
    report.notes = Wording::reportNotes(kept, wishes);
    return report;
}

} // namespace Pacewatch
