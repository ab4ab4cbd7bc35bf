#include "core/quota/draft.h"
#include "core/quota/prosewaits.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readProse(const Answer& answer, Draft& draft);

namespace {

/// The sentences of the body: its texts where it is JSON, else all of it without its tags.
QString proseOf(const Answer& answer, const Draft& draft)
{
    const QByteArray body = answer.body.first(std::min(answer.body.size(), Answer::MostRead));
    QString text;
    if (draft.facts().isEmpty()) {
        return withoutTags(QString::fromUtf8(body));
    }
    for (const BodyFact& fact : draft.facts()) {
        // A lone word is a code, no sentence.
        if (fact.value.isString() && draft.isOfFailure(fact)
            && (fact.value.toString().contains(u' ') || fact.value.toString().size() > 8)) {
            text += fact.value.toString().left(4000) % u".\n";
        }
    }
    return text;
}

} // namespace

/// Sentences for people: "Try again in 30 seconds.", "You have reached your daily limit."
bool readProse(const Answer& answer, Draft& draft)
{
    // A 404 that speaks of minutes asks nobody to wait.
    const bool mayAsk = draft.isRefused() || answer.status == 0 || answer.status == 403
        || answer.status == 420 || answer.status >= 500;
    if (!mayAsk || answer.body.isEmpty()) {
        return false;
    }
    const QString text = proseOf(answer, draft);
    bool isKnown = false;
    for (const Duration wait : proseWaits(text, draft.reference())) {
        draft.addWait(Draft::Wait::Prose, wait);
        isKnown = true;
    }
    if (draft.isRefused() && speaksOfBan(text)) {
        draft.hit(u"ip-ban"_s, Draft::Evidence::Weak);
        draft.setScope(u"ip"_s);
        isKnown = true;
    }
    if (const QString limit = proseLimit(text); draft.isRefused() && !limit.isEmpty()) {
        isKnown = true;
        const bool isOwner = isOwnerLimit(limit);
        isOwner ? draft.setScope(limit.toLower()) : draft.hit(limit, Draft::Evidence::Weak);
    }
    return isKnown;
}

} // namespace Pacewatch
