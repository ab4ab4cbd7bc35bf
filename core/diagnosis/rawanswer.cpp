#include "core/diagnosis/rawanswer.h"

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr qsizetype MostFields = 1000;

bool isNameLetter(char letter)
{
    // RFC 9110, 5.6.2: what a token may hold.
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9') || QByteArrayView("!#$%&'*+-.^_`|~").contains(letter);
}

/// The status of `HTTP/1.1 429 Too Many Requests`; 0 when it is no status line.
int statusOf(QByteArrayView line)
{
    const qsizetype blank = line.indexOf(' ');
    return line.startsWith("HTTP/") && blank > 0
        ? line.sliced(blank)
              .trimmed()
              .first(std::min<qsizetype>(3, line.sliced(blank).trimmed().size()))
              .toInt()
        : 0;
}

QByteArrayView withoutArrow(QByteArrayView line)
{
    return line.startsWith("< ")      ? line.sliced(2)
        : line == QByteArrayView("<") ? line.last(0)
                                      : line;
}

} // namespace

void takeHeadLine(Answer& answer, QByteArrayView line)
{
    const QByteArrayView text = withoutArrow(line.trimmed()).trimmed();
    if (const int status = statusOf(text)) {
        answer.status = status;
        return;
    }
    const qsizetype colon = text.indexOf(':');
    if (colon <= 0 || answer.headers.size() >= MostFields) {
        return;
    }
    const QByteArrayView name = text.first(colon);
    if (std::all_of(name.begin(), name.end(), isNameLetter)) {
        answer.headers.append(name.toByteArray(), text.sliced(colon + 1).trimmed().toByteArray());
    }
}

Answer rawAnswer(const QByteArray& text, WallTime receivedAt)
{
    Answer answer;
    answer.receivedAt = receivedAt;
    qsizetype at = 0;
    bool hasHead = false;
    while (at < text.size()) {
        const qsizetype end = text.indexOf('\n', at);
        const qsizetype next = end < 0 ? text.size() : end + 1;
        const QByteArrayView line = QByteArrayView(text).sliced(at, next - at).trimmed();
        at = next;
        if (withoutArrow(line).isEmpty()) {
            if (hasHead) {
                break;
            }
            continue;
        }
        takeHeadLine(answer, line);
        hasHead = true;
    }
    answer.body = text.sliced(at, std::min(text.size() - at, Answer::MostRead));
    return answer;
}

} // namespace Pacewatch
