#include "core/transfer/formatfinder.h"

#include "core/transfer/accessline.h"
#include "core/transfer/callfact.h"
#include "core/transfer/csvrows.h"

#include <algorithm>

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

/// Whether the first row names enough of a call.
bool isCsv(const QByteArray& row)
{
    const char separator = csvSeparatorOf(row);
    if (separator == 0) {
        return false;
    }
    const QList<QByteArray> names = row.split(separator);
    return std::any_of(names.begin(), names.end(), [](const QByteArray& name) {
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
    if (start.startsWith("\xff\xfe") || start.startsWith("\xfe\xff")) {
        return fail(ErrorCode::Unsupported, u"the text is UTF-16; save it as UTF-8"_s);
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
    if (isCsv(firstLine(begin))) {
        return EvidenceFormat::Csv;
    }
    return fail(ErrorCode::Invalid, u"no format of calls that we know"_s);
}

} // namespace Pacewatch
