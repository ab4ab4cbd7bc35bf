#include "ui/report.h"

#include "ui/charts/evidencechart.h"
#include "ui/theme.h"
#include "ui/wordingfindings.h"
#include "ui/wordingreport.h"

namespace Pacewatch {

namespace {

/// As wide as the paper's text at 96 dots an inch; drawn at twice that.
constexpr QSize PictureSize(680, 190);
constexpr int Sharpness = 2;

/// A report is always light, on white.
QImage pictureOf(const Finding& finding, const Theme& theme)
{
    EvidenceChart chart(theme);
    chart.setForPrint(true);
    chart.showEvidence(finding);
    if (!chart.hasPicture()) {
        return {};
    }
    chart.resize(PictureSize);
    chart.ensurePolished();
    QImage picture(PictureSize * Sharpness, QImage::Format_RGB32);
    picture.setDevicePixelRatio(Sharpness);
    picture.fill(Qt::white);
    // Without the window's ground, which is grey.
    static_cast<QWidget&>(chart).render(&picture, {}, {}, QWidget::DrawChildren);
    return picture;
}

QString withoutMarks(QString text)
{
    text.remove(QChar(u'\u200B'));
    text.remove(QChar(u'\u2060'));
    return text;
}

} // namespace

Report makeReport(const Diagnosis& diagnosis, const ReportWishes& wishes)
{
    Theme theme;
    theme.choose(ThemeChoice::Light);
    Diagnosis kept = diagnosis;
    kept.findings.removeIf(
        [&](const Finding& finding) { return wishes.left.contains(finding.kind); });
    Report report;
    report.heading = Wording::reportHeading();
    report.mark = Wording::reportMark(wishes.ticket, wishes.written);
    report.title = Wording::reportTitle(kept, wishes.customer);
    report.intro = Wording::reportIntro(kept, wishes.reader);
    report.figures = Wording::reportFigures(kept);
    for (const Finding& finding : kept.findings) {
        // What is only possible is for those who can look further.
        if (wishes.reader == ReportReader::Customer && finding.sure == Cause::Sure::Possible) {
            continue;
        }
        ReportFinding told;
        told.kind = finding.kind;
        told.title = Wording::findingTitle(finding.kind);
        told.amount = withoutMarks(Wording::findingAmount(finding));
        told.paragraphs = Wording::reportParagraphs(finding, wishes.reader);
        told.change = Wording::reportChange(finding, wishes.reader);
        for (const Wording::FactText& fact : Wording::findingFacts(finding)) {
            told.facts.append({withoutMarks(fact.value), withoutMarks(fact.caption)});
        }
        told.picture = pictureOf(finding, theme);
        told.pictureText = withoutMarks(Wording::findingText(finding));
        report.findings.append(told);
    }
    if (wishes.reader == ReportReader::Team) {
        for (const FindingKind kind : kept.checked) {
            report.checked.append(withoutMarks(Wording::checkedTitle(kind)));
        }
    }
    report.notes = Wording::reportNotes(kept, wishes);
    return report;
}

} // namespace Pacewatch
