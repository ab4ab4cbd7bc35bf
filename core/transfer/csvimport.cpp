#include "core/transfer/csvcolumns.h"
#include "core/transfer/csvrows.h"
#include "core/transfer/importers.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 RowsBetweenReports = 4096;

/// Our own export, and other careful ones, write an apostrophe before what a spreadsheet would run.
QByteArrayView withoutGuard(QByteArrayView cell)
{
    constexpr QByteArrayView Dangerous = "=+-@\t\r";
    return cell.size() > 1 && cell.front() == '\'' && Dangerous.contains(cell[1]) ? cell.sliced(1)
                                                                                  : cell;
}

/// The first row, from @p device at its start.
CsvRows rowsOf(QIODevice& device)
{
    const QByteArray start = device.peek(LineReader::LongestLine / 64);
    const qsizetype feed = start.indexOf('\n');
    return CsvRows(device,
                   csvSeparatorOf(QByteArrayView(start).first(feed < 0 ? start.size() : feed)));
}

} // namespace

void visitCsvFields(QIODevice& device, const FieldMap& map, const FieldVisitor& visitor)
{
    CsvRows rows = rowsOf(device);
    if (!rows.next()) {
        return;
    }
    const CsvColumns columns = csvColumnsOf(rows.cells(), map);
    for (qsizetype i = 0; i < columns.names.size(); ++i) {
        visitor(columns.names.at(i), {}, columns.roles.at(i));
    }
    for (bool isRow = columns.areUnnamed || rows.next(); isRow; isRow = rows.next()) {
        for (qsizetype i = 0; i < std::min(columns.names.size(), rows.cells().size()); ++i) {
            visitor(columns.names.at(i), withoutGuard(rows.cells().at(i)), columns.roles.at(i));
        }
    }
}

Result<void> importCsv(QIODevice& device, CallIntake& intake)
{
    CsvRows rows = rowsOf(device);
    if (!rows.next()) {
        return fail(ErrorCode::Invalid, u"there is no row in it"_s);
    }
    const CsvColumns columns = csvColumnsOf(rows.cells(), intake.map());
    CallDraft draft;
    qint64 number = 0;
    for (bool isRow = columns.areUnnamed || rows.next(); isRow; isRow = rows.next()) {
        if (number++ % RowsBetweenReports == 0) {
            if (const Result<void> go = intake.advance(rows.bytesRead()); !go) {
                return go;
            }
        }
        draft = CallDraft();
        for (qsizetype i = 0; i < std::min(columns.roles.size(), rows.cells().size()); ++i) {
            if (!rows.cells().at(i).isEmpty()) {
                draft.take(columns.roles.at(i), withoutGuard(rows.cells().at(i)));
            }
        }
        if (rows.isBroken()) {
            intake.leaveOut(rows.line(), u"the row is too long, or a quote in it is not closed"_s);
        } else if (draft.isCall()) {
            intake.add(draft.finish());
        } else {
            intake.leaveOut(rows.line(), u"no call: neither a status nor a method and a path"_s);
        }
    }
    return intake.advance(rows.bytesRead());
}

} // namespace Pacewatch
