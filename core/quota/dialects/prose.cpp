#include "core/quota/draft.h"
#include "core/quota/moments.h"

#include <QRegularExpression>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readProse(const Answer& answer, Draft& draft);

namespace {

constexpr int MostSentences = 8;

/// Every repetition is bounded, so that no text takes long.
const QRegularExpression& waitSentence()
{
    static const QRegularExpression Expression(
        u"(?:try again|retry|retrying|wait|available)(?: again)?[^0-9.!?]{0,40}?"
        "\\b([0-9]{1,9}(?:\\.[0-9]{1,9})?) ?(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|"
        "h|hours?|days?)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return Expression;
}

} // namespace

/// Sentences for people: "Try again in 30 seconds."
bool readProse(const Answer& answer, Draft& draft)
{
    if (!draft.isFailure() || answer.body.isEmpty()) {
        return false;
    }
    const QString text = QString::fromUtf8(
        QByteArrayView(answer.body).first(std::min(answer.body.size(), Answer::MostRead)));
    bool isKnown = false;
    QRegularExpressionMatchIterator sentences = waitSentence().globalMatch(text);
    for (int count = 0; count < MostSentences && sentences.hasNext(); ++count) {
        const QRegularExpressionMatch sentence = sentences.next();
        const QString span = sentence.captured(1) % u' ' % sentence.captured(2);
        if (const std::optional<Duration> wait = parseSpan(span.toLatin1())) {
            draft.addWait(Draft::Wait::Prose, *wait);
            isKnown = true;
        }
    }
    return isKnown;
}

} // namespace Pacewatch
