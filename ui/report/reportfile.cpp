#include "ui/report/reportfile.h"

#include "core/finishedfile.h"
#include "core/privacy/leakscan.h"
#include "core/privacy/privateshapes.h"

#include <QFile>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

QString redactedText(const QString& text)
{
    return QString::fromUtf8(withoutPrivateShapes(
        text.toUtf8(), [](PrivateKind, QByteArrayView) { return QByteArray("[hidden]"); }));
}

void redactAll(QStringList& texts)
{
    for (QString& text : texts) {
        text = redactedText(text);
    }
}

void redactAll(QList<ReportFigure>& figures)
{
    for (ReportFigure& figure : figures) {
        figure = {redactedText(figure.value), redactedText(figure.caption)};
    }
}

Result<void> writeBytes(const QByteArray& bytes, const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.flush()) {
        return fail(ErrorCode::StorageFailed, u"%1 cannot be written"_s.arg(path));
    }
    return {};
}

Result<void> writeUnfinished(const Report& report, ReportFormat format, const QString& path)
{
    switch (format) {
    case ReportFormat::Pdf:
        return writeReportPdf(report, path);
    case ReportFormat::Html:
        return writeBytes(reportHtml(report), path);
    case ReportFormat::Markdown:
        return writeBytes(reportMarkdown(report), path);
    }
    return {};
}

} // namespace

Report redacted(Report report)
{
    report.mark = redactedText(report.mark);
    report.title = redactedText(report.title);
    report.intro = redactedText(report.intro);
    redactAll(report.figures);
    for (ReportPicture& picture : report.pictures) {
        picture.title = redactedText(picture.title);
        picture.text = redactedText(picture.text);
    }
    for (ReportTable& table : report.tables) {
        table.title = redactedText(table.title);
        table.text = redactedText(table.text);
        redactAll(table.remarks);
        for (ReportListing& listing : table.listings) {
            listing.title = redactedText(listing.title); // the code is of a redacted call
        }
        for (QStringList& row : table.rows) {
            redactAll(row);
        }
    }
    for (ReportFinding& finding : report.findings) {
        redactAll(finding.paragraphs);
        redactAll(finding.facts);
        finding.sure = redactedText(finding.sure);
        finding.pictureText = redactedText(finding.pictureText);
    }
    redactAll(report.changes);
    redactAll(report.notes);
    return report;
}

/// Looks at the text without its pictures: a picture's bytes may look like anything, and all it
/// shows are numbers and times.
Result<void> scanReport(const Report& report)
{
    if (const std::optional<Leak> leak = LeakScan().find(reportMarkdown(report, false))) {
        return fail(ErrorCode::Refused, u"a %1 in line %2"_s.arg(leak->kind).arg(leak->line));
    }
    return {};
}

Result<void> writeReport(const Report& report, ReportFormat format, const QString& path)
{
    if (const Result<void> place = checkPlaceOfFile(path); !place) {
        return place;
    }
    const QString unfinished = path + u".unfinished"_s;
    QFile::remove(unfinished);
    Result<void> done = scanReport(report);
    if (done) {
        done = writeUnfinished(report, format, unfinished);
    }
    if (done && !QFile::setPermissions(unfinished, QFile::ReadOwner | QFile::WriteOwner)) {
        done = fail(ErrorCode::StorageFailed, u"%1 cannot be written"_s.arg(path));
    }
    done = done ? putInPlace(unfinished, path) : done;
    if (!done) {
        QFile::remove(unfinished);
    }
    return done;
}

} // namespace Pacewatch
