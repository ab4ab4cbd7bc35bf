#include "core/transfer/importers.h"
#include "core/transfer/linereader.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// The status of "HTTP/1.1 429 Too Many Requests" or "HTTP/2 429"; 0 when it is no such line.
int statusOf(QByteArrayView line)
{
    const qsizetype blank = line.indexOf(' ');
    if (!line.startsWith("HTTP/") || blank < 0) {
        return 0;
    }
    const QByteArrayView code = line.sliced(blank + 1).trimmed();
    const int status = code.first(std::min<qsizetype>(3, code.size())).toInt();
    return status >= 100 && status <= 999 ? status : 0;
}

/// Without the "10:18:27.123456 " that --trace-time puts before each line.
QByteArrayView withoutClock(QByteArrayView line)
{
    constexpr qsizetype Length = 16;
    const bool hasClock = line.size() > Length && line[2] == ':' && line[5] == ':' && line[8] == '.'
        && line[Length - 1] == ' ';
    return hasClock ? line.sliced(Length) : line;
}

/// `* Connected`, `{ [5 bytes data]`, `} [42 bytes data]`, and the meter of the progress.
bool isRemark(QByteArrayView line)
{
    return line == QByteArrayView("*") || line.startsWith("* ") || line.startsWith("{ [")
        || line.startsWith("} [") || line.startsWith("  % Total") || line.startsWith("Note: ")
        || line.contains("--:--:--");
}

/// Puts the lines of `curl -v` and `curl -i` together, line by line.
class CurlText final
{
public:
    explicit CurlText(CallIntake& intake)
        : m_intake(intake)
    { }

    void take(QByteArrayView whole)
    {
        const QByteArrayView line = withoutClock(whole);
        m_isVerbose = m_isVerbose || line.startsWith("> ") || line.startsWith("< ");
        if (line.startsWith("> ") || line == QByteArrayView(">")) {
            takeRequest(line.sliced(std::min<qsizetype>(2, line.size())));
        } else if (line.startsWith("< ") || line == QByteArrayView("<")) {
            takeResponse(line.sliced(std::min<qsizetype>(2, line.size())));
        } else if (isRemark(line)) {
            m_isHead = m_isHead && !m_isVerbose;
        } else if (!m_isVerbose && (m_isHead || statusOf(line) != 0)) {
            takeResponse(line);
        } else if (m_hasAnswer) {
            takeBody(whole);
        }
    }

    void end()
    {
        if (!m_hasAnswer && !m_hasRequest) {
            return;
        }
        m_call.responseBody = keptBody(m_body, m_bodySize);
        ImportedCall done;
        const std::optional<ToldTime> date = readTime(m_call.response.headers.value("Date"));
        if (date) {
            m_call.arrivedWall = date->at;
            done.hasTime = true;
            done.isWholeSecond = true;
        }
        if (m_call.response.status == 0) {
            m_call.outcome = Outcome::Failed;
        }
        done.exchange = std::exchange(m_call, {});
        m_intake.add(std::move(done));
        m_body.clear();
        m_bodySize = 0;
        m_hasAnswer = m_hasRequest = m_isHead = false;
    }

private:
    void takeRequest(QByteArrayView line)
    {
        if (line.contains(" HTTP/")) {
            end();
            CallDraft draft;
            draft.take({CallFact::RequestLine, {}, {}}, line);
            m_call = draft.finish().exchange;
            m_call.outcome = Outcome::Answered;
            m_hasRequest = true;
        } else if (m_hasRequest && !m_hasAnswer) {
            appendField(m_call.request.headers, line);
        }
    }

    void takeResponse(QByteArrayView line)
    {
        if (const int status = statusOf(line)) {
            // "100 Continue" announces the answer, a proxy's "200 Connection established" too.
            const bool isAnnounced = m_hasAnswer && m_call.response.status < 200;
            if (m_hasAnswer && !isAnnounced) {
                end();
            }
            m_call.response = {};
            m_call.response.status = status;
            m_hasAnswer = true;
            m_isHead = true;
        } else if (line.trimmed().isEmpty()) {
            m_isHead = false;
        } else if (m_isHead) {
            appendField(m_call.response.headers, line);
        }
    }

    static void appendField(Http::Headers& head, QByteArrayView line)
    {
        constexpr qsizetype MostFields = 1000;
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && head.size() < MostFields) {
            head.append(line.first(colon).toByteArray(),
                        line.sliced(colon + 1).trimmed().toByteArray());
        }
    }

    void takeBody(QByteArrayView line)
    {
        // A body without a line end runs into curl's next remark.
        const qsizetype remark = line.indexOf("* Connection #");
        const QByteArrayView text = remark > 0 ? line.first(remark) : line;
        if (m_bodySize > 0) {
            m_body += m_body.size() < KeptBody::MostKept ? "\n" : "";
            ++m_bodySize;
        }
        m_body.append(text.first(
            std::min(text.size(), std::max<qsizetype>(0, KeptBody::MostKept - m_body.size()))));
        m_bodySize += text.size();
    }

    CallIntake& m_intake;
    Exchange m_call;
    QByteArray m_body;
    qint64 m_bodySize = 0;
    bool m_isVerbose = false;
    bool m_isHead = false;
    bool m_hasRequest = false;
    bool m_hasAnswer = false;
};

} // namespace

Result<void> importCurl(QIODevice& device, CallIntake& intake)
{
    LineReader reader(device);
    CurlText text(intake);
    while (reader.next()) {
        if (reader.isTooLong()) {
            intake.leaveOut(reader.number(), u"the line is too long"_s);
            continue;
        }
        text.take(reader.line());
        if (reader.number() % 4096 == 0) {
            if (const Result<void> go = intake.advance(reader.bytesRead()); !go) {
                return go;
            }
        }
    }
    text.end();
    return intake.advance(reader.bytesRead());
}

} // namespace Pacewatch
