#include "core/transfer/formatfinder.h"

#include "core/quota/moments.h"
#include "core/transfer/accessline.h"
#include "core/transfer/callfact.h"
#include "core/transfer/csvcolumns.h"
#include "core/transfer/csvrows.h"
#include "core/transfer/timetext.h"

#include <QBuffer>
#include <QSet>

#include <algorithm>
#include <vector>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

bool isPacked(const QByteArray& start)
{
    return start.startsWith("\x1f\x8b") || start.startsWith("PK\x03\x04")
        || start.startsWith("\x28\xb5\x2f\xfd") || start.startsWith("BZh")
        || start.startsWith("\xfd"
                            "7zXZ");
}

QByteArray firstLine(const QByteArray& text)
{
    const qsizetype feed = text.indexOf('\n');
    return (feed < 0 ? text : text.first(feed)).trimmed();
}

bool isCurl(const QByteArray& text)
{
    if (text.startsWith("HTTP/")) {
        return true;
    }
    const QByteArray lines = "\n" + text;
    return lines.contains("\n< HTTP/") || text.contains(" < HTTP/")
        || (lines.contains("\n> ") && lines.contains(" HTTP/") && lines.contains("\n* "));
}

bool isAccessLog(const QByteArray& text)
{
    constexpr int MostLooked = 20;
    int lines = 0;
    int calls = 0;
    for (qsizetype at = 0; at < text.size() && lines < MostLooked;) {
        const qsizetype feed = text.indexOf('\n', at);
        const qsizetype end = feed < 0 ? text.size() : feed;
        const QByteArrayView line = QByteArrayView(text).sliced(at, end - at).trimmed();
        if (!line.isEmpty()) {
            ++lines;
            calls += readAccessLine(line) ? 1 : 0;
        }
        at = end + 1;
    }
    return calls > 0 && calls * 2 >= lines;
}

/// Whether the first row names columns that the second one fills, whatever the names are.
bool isTable(const QByteArray& text, char separator)
{
    constexpr qsizetype FewestColumns = 3;
    const qsizetype feed = text.indexOf('\n');
    const QList<QByteArray> names = firstLine(text).split(separator);
    const QList<QByteArray> cells
        = feed < 0 ? QList<QByteArray>() : firstLine(text.mid(feed + 1)).split(separator);
    const auto isValue = [](QByteArray cell) {
        cell = cell.trimmed();
        return parseNumber(cell).has_value() || readTime(cell.replace('"', "")).has_value();
    };
    return names.size() >= FewestColumns && names.size() == cells.size()
        && std::none_of(names.begin(), names.end(), isValue)
        && std::any_of(cells.begin(), cells.end(), isValue);
}

/// Whether the rows, without names above them, have as many columns each and look like calls, or
/// tell a moment at least; a single row must look like a call.
bool isUnnamedTable(const QByteArray& text, char separator)
{
    constexpr qsizetype FewestColumns = 3;
    constexpr int MostLooked = 20;
    QByteArray start = text;
    QBuffer buffer(&start);
    if (!buffer.open(QIODevice::ReadOnly)) {
        return false;
    }
    CsvRows rows(buffer, separator);
    if (!rows.next() || rows.cells().size() < FewestColumns || !isDataRow(rows.cells())) {
        return false;
    }
    const QList<QByteArray> first = rows.cells();
    QSet<CallFact> told;
    for (const QByteArray& cell : first) {
        told.insert(roleByForm(cell).fact);
    }
    int same = 1;
    for (int looked = 1; looked < MostLooked && rows.next(); ++looked) {
        const bool isCut = buffer.atEnd() && !text.endsWith('\n');
        if (rows.cells().size() != first.size()) {
            if (isCut) {
                break;
            }
            return false;
        }
        ++same;
    }
    const bool isCall = told.contains(CallFact::Status) || told.contains(CallFact::RequestLine)
        || (told.contains(CallFact::Method) && told.contains(CallFact::Target));
    return isCall || (told.contains(CallFact::Arrived) && same > 1);
}

/// Whether most lines tell a moment among other things. What the others are is for a person to say.
bool isLog(const QByteArray& text)
{
    constexpr int MostLooked = 20;
    constexpr std::size_t FewestPieces = 3;
    int lines = 0;
    int moments = 0;
    for (qsizetype at = 0; at < text.size() && lines < MostLooked;) {
        const qsizetype feed = text.indexOf('\n', at);
        const qsizetype end = feed < 0 ? text.size() : feed;
        const std::vector<AccessPiece> pieces
            = accessPieces(QByteArrayView(text).sliced(at, end - at).trimmed(), {});
        lines += pieces.empty() ? 0 : 1;
        moments += pieces.size() >= FewestPieces
                && std::any_of(pieces.begin(), pieces.end(),
                               [](const AccessPiece& piece) { return readTime(piece.text); })
            ? 1
            : 0;
        at = end + 1;
    }
    return moments > 0 && moments * 2 >= lines;
}

/// Whether the first row names enough of a call, or is one.
bool isCsv(const QByteArray& text)
{
    const QByteArray row = firstLine(text);
    const char separator = csvSeparatorOf(row);
    if (separator == 0) {
        return false;
    }
    const QList<QByteArray> names = row.split(separator);
    return isTable(text, separator) || isUnnamedTable(text, separator)
        || std::any_of(names.begin(), names.end(), [](const QByteArray& name) {
               const CallFact fact = roleOf(name).fact;
               return fact == CallFact::Status || fact == CallFact::Target
                   || fact == CallFact::RequestLine;
           });
}

/// A HAR is one object that begins with its log; browsers write nothing before it.
bool isHar(const QByteArray& begin)
{
    const QByteArray head = begin.sliced(1).trimmed();
    const qsizetype log = head.indexOf("\"log\"");
    return head.startsWith("\"log\"")
        || (log >= 0 && head.sliced(log + 5).trimmed().startsWith(':')
            && head.sliced(log).contains("\"entries\""));
}

} // namespace

Result<EvidenceFormat> formatOf(const QByteArray& start)
{
    if (isPacked(start)) {
        return fail(ErrorCode::Unsupported, u"the file is packed; unpack it first"_s);
    }
    if (start.startsWith("SQLite format 3")) {
        return EvidenceFormat::Session;
    }
    QByteArray text = start;
    if (text.startsWith("\xEF\xBB\xBF")) {
        text.remove(0, 3);
    }
    const QByteArray begin = text.trimmed();
    if (begin.startsWith('{')) {
        if (isHar(begin)) {
            return EvidenceFormat::Har;
        }
        const QByteArray line = firstLine(begin);
        const bool isOurs = line.contains("\"header_lines\"") && line.contains("\"outcome\"")
            && line.contains("\"took_seconds\"");
        return isOurs ? EvidenceFormat::Record : EvidenceFormat::JsonLines;
    }
    if (isCurl(begin)) {
        return EvidenceFormat::Curl;
    }
    if (isAccessLog(begin)) {
        return EvidenceFormat::AccessLog;
    }
    if (isCsv(begin)) {
        return EvidenceFormat::Csv;
    }
    if (isLog(begin)) {
        return EvidenceFormat::AccessLog;
    }
    return fail(ErrorCode::Invalid, u"no format of calls that we know"_s);
}

} // namespace Pacewatch
