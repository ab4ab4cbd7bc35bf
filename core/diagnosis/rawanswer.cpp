#include "core/diagnosis/rawanswer.h"

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr qsizetype MostFields = 1000;
constexpr qsizetype MostRawAnswers = 100;
constexpr qsizetype LongestLine = 64 * 1024;

bool isNameLetter(char letter)
{
    // RFC 9110, 5.6.2: what a token may hold.
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9') || QByteArrayView("!#$%&'*+-.^_`|~").contains(letter);
}

int threeDigits(QByteArrayView text)
{
    const QByteArrayView trimmed = text.trimmed();
    const int status = trimmed.first(std::min<qsizetype>(3, trimmed.size())).toInt();
    return status >= 100 && status <= 999 ? status : 0;
}

/// The status of `HTTP/1.1 429 Too Many Requests`; 0 when it is no status line.
int statusOf(QByteArrayView line)
{
    const qsizetype blank = line.indexOf(' ');
    return line.startsWith("HTTP/") && blank > 0 ? threeDigits(line.sliced(blank)) : 0;
}

bool hasArrow(QByteArrayView line)
{
    return line.startsWith("< ") || line == QByteArrayView("<");
}

QByteArrayView withoutArrow(QByteArrayView line)
{
    return hasArrow(line) ? line.sliced(std::min<qsizetype>(2, line.size())) : line;
}

/// What `curl -v` prints around the answer: `* Connected`, `> GET /`, `{ [5 bytes data]`.
bool isRemark(QByteArrayView line)
{
    return line.startsWith("* ") || line.startsWith("> ") || line == QByteArrayView(">")
        || line.startsWith("{ [") || line.startsWith("} [") || line == QByteArrayView("*");
}

bool isField(QByteArrayView line)
{
    const qsizetype colon = line.indexOf(':');
    return colon > 0 && colon < 200
        && std::all_of(line.begin(), line.begin() + colon, isNameLetter);
}

/// Where a body begins though no empty line parts it from the head, as in hasty pastes.
bool startsBody(QByteArrayView line)
{
    return line.startsWith('{') || line.startsWith('[') || line.startsWith("<!")
        || line.startsWith("<html") || line.startsWith("<?xml");
}

/// Reads line by line and knows whether it stands in a head or in a body.
class Reader final
{
public:
    Reader(const QByteArray& text, WallTime receivedAt)
        : m_text(text)
        , m_receivedAt(receivedAt)
    { }

    QList<Answer> read()
    {
        qsizetype at = 0;
        while (at < m_text.size() && !m_isFull) {
            const qsizetype end = m_text.indexOf('\n', at);
            const qsizetype next = end < 0 ? m_text.size() : end + 1;
            take(QByteArrayView(m_text).sliced(at, next - at));
            at = next;
        }
        return m_answers;
    }

private:
    void take(QByteArrayView whole)
    {
        const QByteArrayView line = whole.trimmed();
        m_isVerbose = m_isVerbose || hasArrow(line);
        const QByteArrayView text = withoutArrow(line);
        if ((m_isVerbose || m_answers.isEmpty()) && isRemark(line)) {
            return;
        }
        if (statusOf(text) != 0) {
            begin();
            takeHeadLine(m_answers.last(), text);
        } else if (m_isHead && text.trimmed().isEmpty()) {
            m_isHead = m_answers.isEmpty();
        } else if (m_isHead && (isField(text.trimmed()) || text.startsWith(':'))) {
            if (m_answers.isEmpty()) {
                begin();
            }
            takeHeadLine(m_answers.last(), text);
        } else if (m_isHead && !m_answers.isEmpty() && text.size() < 200 && !startsBody(text)) {
            return; // a line that was folded or torn: the head goes on
        } else {
            takeBody(whole);
        }
    }

    void begin()
    {
        m_isFull = m_answers.size() >= MostRawAnswers;
        if (!m_isFull) {
            Answer answer;
            answer.receivedAt = m_receivedAt;
            m_answers.append(answer);
        }
        m_isHead = true;
    }

    void takeBody(QByteArrayView line)
    {
        if (m_answers.isEmpty()) {
            begin();
        }
        m_isHead = false;
        QByteArray& body = m_answers.last().body;
        body.append(line.first(std::min(line.size(), Answer::MostRead - body.size())));
    }

    const QByteArray& m_text;
    WallTime m_receivedAt;
    QList<Answer> m_answers;
    bool m_isHead = true;
    bool m_isVerbose = false;
    bool m_isFull = false;
};

/// Bytes no text has: more than a few say that this is a picture, an archive, or compressed.
bool isBinary(const QByteArray& text)
{
    const QByteArrayView start = QByteArrayView(text).first(std::min<qsizetype>(4096, text.size()));
    const auto odd = std::count_if(start.begin(), start.end(), [](char letter) {
        const auto byte = static_cast<unsigned char>(letter);
        return byte < 9 || (byte > 13 && byte < 32 && byte != 27);
    });
    return odd > 0 && odd * 50 > start.size();
}

} // namespace

void takeHeadLine(Answer& answer, QByteArrayView line)
{
    const QByteArrayView text = withoutArrow(line.trimmed()).trimmed();
    if (const int status = statusOf(text)) {
        answer.status = status;
        return;
    }
    // The pseudo field of HTTP/2, as browsers show it.
    if (text.startsWith(":status:")) {
        answer.status = threeDigits(text.sliced(8));
        return;
    }
    const qsizetype colon = text.indexOf(':');
    if (colon <= 0 || answer.headers.size() >= MostFields || text.size() > LongestLine) {
        return;
    }
    const QByteArrayView name = text.first(colon);
    if (!std::all_of(name.begin(), name.end(), isNameLetter)) {
        return;
    }
    const QByteArrayView value = text.sliced(colon + 1).trimmed();
    if (answer.status == 0 && Http::sameName(name.toByteArray(), "Status")) {
        answer.status = threeDigits(value);
    }
    answer.headers.append(name.toByteArray(), value.toByteArray());
}

QList<Answer> rawAnswers(const QByteArray& text, WallTime receivedAt)
{
    QList<Answer> answers = Reader(text, receivedAt).read();
    const auto hasHead
        = [](const Answer& answer) { return answer.status != 0 || !answer.headers.isEmpty(); };
    if (!std::any_of(answers.begin(), answers.end(), hasHead) && isBinary(text)) {
        return {};
    }
    // "100 Continue" and the like announce the answer and are none.
    const auto isFinal = [](const Answer& answer) { return answer.status >= 200; };
    if (std::any_of(answers.begin(), answers.end(), isFinal)) {
        answers.removeIf(
            [](const Answer& answer) { return answer.status >= 100 && answer.status < 200; });
    }
    return answers;
}

} // namespace Pacewatch
