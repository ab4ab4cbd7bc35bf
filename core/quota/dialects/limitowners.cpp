#include "core/http/namememo.h"
#include "core/quota/draft.h"
#include "core/quota/limitfieldname.h"
#include "core/quota/prosewaits.h"

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

bool readLimitOwners(const Answer& answer, Draft& draft);

namespace {

/// The first owner in a name such as "X-Ad-Account-Usage" or "X-App-Rate-Limit-Count"; with "ad" it
/// is another than without.
QString ownerInName(QByteArrayView name)
{
    QString owner;
    QString before;
    for (const QString& word : wordsOf(QString::fromLatin1(name))) {
        const QString small = word.toLower();
        if (owner.isEmpty() && isOwnerWord(small)) {
            owner = small == u"account"_s && before == u"ad"_s ? u"ad_account"_s : small;
        }
        before = small;
    }
    return owner;
}

QString ownerOfField(const QByteArray& name)
{
    thread_local Http::NameMemo<QString> memo;
    return memo.of(name, ownerInName);
}

/// Whose all windows are by the names of their fields: "app", "app+method"; empty when one of them
/// does not say.
QString ownersOfFields(const Draft& draft)
{
    QStringList owners;
    for (const WindowReading& window : draft.windows()) {
        QStringList ofWindow;
        for (const QByteArray& field : window.fields) {
            ofWindow.append(ownerOfField(field));
        }
        ofWindow.removeAll(QString());
        if (ofWindow.isEmpty()) {
            return {};
        }
        owners.append(ofWindow.first());
    }
    owners.removeDuplicates();
    return owners.join(u'+');
}

/// "GenerateRequestsPerDayPerProjectPerModel": the first owner behind a "per".
QString ownerOfCode(const QString& code)
{
    const QStringList words = code.contains(u' ') ? QStringList() : wordsOf(code);
    for (qsizetype at = 0; at + 1 < words.size(); ++at) {
        const bool isPer = words.at(at).compare("per"_L1, Qt::CaseInsensitive) == 0;
        if (isPer && isOwnerWord(words.at(at + 1))) {
            return words.at(at + 1).toLower();
        }
    }
    return {};
}

QString ownerOfFact(const BodyFact& fact)
{
    if (fact.plainKey == u"global"_s && fact.value.toBool()) {
        return u"global"_s;
    }
    const QString text = fact.value.toString().left(4000);
    const QString inProse = proseOwner(text);
    return inProse.isEmpty() ? ownerOfCode(text) : inProse;
}

QString ownerInBody(const Answer& answer, const Draft& draft)
{
    if (draft.facts().isEmpty()) {
        return proseOwner(withoutTags(
            QString::fromUtf8(answer.body.first(std::min<qsizetype>(answer.body.size(), 8192)))));
    }
    for (const BodyFact& fact : draft.facts()) {
        const QString owner = draft.isOfFailure(fact) ? ownerOfFact(fact) : QString();
        if (!owner.isEmpty()) {
            return owner;
        }
    }
    return {};
}

} // namespace

/// Whose the limit is, where no field was meant to say so: by the names of the fields, a sentence
/// of the body or a code in it.
bool readLimitOwners(const Answer& answer, Draft& draft)
{
    QString owner = ownersOfFields(draft);
    if (owner.isEmpty() && draft.isRefused()) {
        owner = ownerInBody(answer, draft);
    }
    if (!owner.isEmpty()) {
        draft.setScope(owner);
    }
    return false; // nothing about how much or how long
}

} // namespace Pacewatch
