#include "core/quota/bodyfacts.h"

#include "core/quota/wordmemo.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace Pacewatch {

namespace {

constexpr int DeepestLevel = 12;
constexpr qsizetype MostFacts = 4096;
constexpr qsizetype LongestKey = 128;

/// A container that waits to be opened.
struct Branch
{
    QString key;
    QString parents;
    int depth = 0;
    QJsonValue value;
};

void open(const Branch& branch, qsizetype number, QList<Branch>& branches, QList<BodyFact>& facts)
{
    const QString parents = branch.key.isEmpty()
        ? branch.parents
        : QString(branch.parents % plainWord(branch.key) % u'/');
    const auto take = [&](const QString& key, const QJsonValue& value) {
        if (value.isObject() || value.isArray()) {
            if (branch.depth < DeepestLevel && branches.size() < MostFacts) {
                branches.append(
                    {key, value.isArray() ? branch.parents : parents, branch.depth + 1, value});
            }
        } else if (facts.size() < MostFacts) {
            const QString kept = key.left(LongestKey);
            facts.append({kept, plainWord(kept), parents, branch.depth, number, value});
        }
    };
    if (branch.value.isArray()) {
        const QJsonArray items = branch.value.toArray();
        for (const QJsonValue& item : items) {
            take(branch.key, item);
        }
        return;
    }
    const QJsonObject object = branch.value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member) {
        take(member.key(), member.value());
    }
}

QStringList cutIntoWords(QStringView kept)
{
    QStringList words;
    QString word;
    for (qsizetype at = 0; at < kept.size(); ++at) {
        const QChar letter = kept.at(at);
        const bool isNew = letter.isUpper()
            && ((at > 0 && kept.at(at - 1).isLower())
                || (at + 1 < kept.size() && kept.at(at + 1).isLower()));
        if ((isNew || !letter.isLetterOrNumber()) && !word.isEmpty()) {
            words.append(word);
            word.clear();
        }
        if (letter.isLetterOrNumber()) {
            word.append(letter);
        }
    }
    if (!word.isEmpty()) {
        words.append(word);
    }
    return words;
}

QString madePlain(QStringView text)
{
    QString plain;
    for (const QChar letter : text) {
        const QChar small = letter.toLower();
        if ((small >= u'a' && small <= u'z') || (small >= u'0' && small <= u'9')) {
            plain.append(small);
        }
    }
    return plain;
}

} // namespace

QStringList wordsOf(QStringView name)
{
    thread_local WordMemo<QStringList> memo;
    return memo.of(name.left(LongestKey), cutIntoWords);
}

QString plainWord(QStringView text)
{
    thread_local WordMemo<QString> memo;
    return memo.of(text.left(LongestKey), madePlain);
}

QList<BodyFact> bodyFacts(const QByteArray& body)
{
    QList<BodyFact> facts;
    const QByteArray trimmed = body.trimmed();
    if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) {
        return facts;
    }
    const QJsonDocument document = QJsonDocument::fromJson(trimmed);
    if (document.isNull()) {
        return facts;
    }
    constexpr qsizetype UsualFacts = 16;
    facts.reserve(UsualFacts);
    QList<Branch> branches;
    branches.reserve(UsualFacts);
    branches.append(
        {QString(), QString(), 0,
         document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object())});
    // Level by level, so that what stands outermost is found first.
    for (qsizetype next = 0; next < branches.size(); ++next) {
        const Branch branch = branches.at(next);
        open(branch, next, branches, facts);
    }
    return facts;
}

} // namespace Pacewatch
