#include "core/diagnosis/explain.h"
#include "core/quota/bodyfacts.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMap>
#include <QTest>

#include <cmath>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

namespace {

/// The rows that must be read in full. Raise it when more are read; it is never lowered.
constexpr int Floor = 131;
/// Rows where a window is called as only the vendor's documentation calls it ("account", "pull",
/// "15min" and "daily" of a bare list, "throttle" and "quota" of a refusal). Their numbers must be
/// read all the same; their names cannot be.
constexpr int MostDocumentedNames = 7;

/// The rows whose answer tells whose limit it is, in a field or in words; most leave that to their
/// documentation. Raised when more are read, never lowered.
constexpr int FewestOwners = 29;

struct Score
{
    int read = 0;
    int all = 0;
};

bool isNear(const QJsonValue& said, const QJsonValue& expected)
{
    if (expected.isNull() || expected.isUndefined()) {
        return said.isNull() || said.isUndefined();
    }
    return said.isDouble() && std::abs(said.toDouble() - expected.toDouble()) <= 1.0;
}

/// Whether @p name stands in the answer, all its words anywhere. Where it does not, only the
/// vendor's documentation knows the name, and no reader of answers can tell it.
bool isTold(const QString& name, const QByteArray& answer)
{
    const QString text = QString::fromUtf8(answer).toLower();
    const QStringList words = wordsOf(name);
    return !name.isEmpty() && std::all_of(words.begin(), words.end(), [&](const QString& word) {
        return text.contains(word.toLower());
    });
}

bool isSameName(const QString& said, const QString& expected, const QByteArray& answer)
{
    const bool isFree = expected != u"default"_s && !isTold(expected, answer);
    return isFree || said.compare(expected, Qt::CaseInsensitive) == 0;
}

bool isSameWindow(const QJsonObject& said, const QJsonObject& expected, const QByteArray& answer)
{
    return isSameName(said.value("name"_L1).toString(), expected.value("name"_L1).toString(),
                      answer)
        && isNear(said.value("limit"_L1), expected.value("limit"_L1))
        && isNear(said.value("remaining"_L1), expected.value("remaining"_L1))
        && isNear(said.value("window_seconds"_L1), expected.value("window_seconds"_L1))
        && isNear(said.value("reset_seconds_from_now"_L1),
                  expected.value("reset"_L1).toObject().value("seconds_from_now"_L1));
}

QString differenceOfWindows(const QJsonArray& said, const QJsonArray& expected,
                            const QByteArray& answer)
{
    if (said.size() != expected.size()) {
        return u"%1 windows in place of %2"_s.arg(said.size()).arg(expected.size());
    }
    for (const QJsonValue& wanted : expected) {
        const bool isThere = std::any_of(said.begin(), said.end(), [&](const QJsonValue& window) {
            return isSameWindow(window.toObject(), wanted.toObject(), answer);
        });
        if (!isThere) {
            return u"window "_s % wanted.toObject().value("name"_L1).toString();
        }
    }
    return {};
}

/// The first thing that was read otherwise than expected; empty when all agrees.
QString difference(const QJsonObject& said, const QJsonObject& expected, const QByteArray& answer)
{
    if (said.value("is_rate_limited"_L1) != expected.value("is_rate_limited"_L1)) {
        return u"is_rate_limited"_s;
    }
    if (!isNear(said.value("retry_after_seconds"_L1), expected.value("retry_after_seconds"_L1))) {
        return u"retry_after_seconds"_s;
    }
    const QString windows = differenceOfWindows(said.value("windows"_L1).toArray(),
                                                expected.value("windows"_L1).toArray(), answer);
    if (!windows.isEmpty()) {
        return windows;
    }
    const QJsonValue hit = expected.value("hit_window"_L1);
    const QString wanted = hit.isArray() ? hit.toArray().first().toString() : hit.toString();
    const bool isSame = isSameName(said.value("hit_window"_L1).toString(), wanted, answer);
    return wanted.isEmpty() || isSame ? QString() : u"hit_window"_s;
}

/// The expectation with one of its acceptable other readings in place.
QJsonObject withAlternative(QJsonObject expected, const QJsonObject& alternative)
{
    const QString path = alternative.value("path"_L1).toString();
    if (!path.contains(u'[') && !path.contains(u'.')) {
        expected.insert(path, alternative.value("value"_L1));
    } else if (path == u"windows[0].reset"_s) {
        QJsonArray windows = expected.value("windows"_L1).toArray();
        QJsonObject first = windows.first().toObject();
        first.insert(u"reset"_s, alternative.value("value"_L1));
        windows.replace(0, first);
        expected.insert(u"windows"_s, windows);
    }
    return expected;
}

/// What `explain --json` says of the answer of @p row; empty when it takes none.
QJsonObject readingJson(const QJsonObject& row)
{
    QJsonObject line = row.value("raw"_L1).toObject();
    line.insert(u"received_at"_s, row.value("received_at"_L1));
    const auto answers
        = answersFrom(QJsonDocument(line).toJson(QJsonDocument::Compact), WallTime{});
    return answers && answers->size() == 1 ? explainJson(explain(answers->first().second))
                                           : QJsonObject();
}

/// With @p areNamesAsked every name must be the expected one, wherever it comes from.
QString differenceOfRow(const QJsonObject& row, bool areNamesAsked)
{
    const QJsonObject said = readingJson(row);
    if (said.isEmpty()) {
        return u"not taken"_s;
    }
    const QJsonObject expected = row.value("expected"_L1).toObject();
    const QByteArray raw = areNamesAsked ? QJsonDocument(row).toJson()
                                         : QJsonDocument(row.value("raw"_L1).toObject()).toJson();
    const QString found = difference(said, expected, raw);
    const QJsonArray alternatives = row.value("alternatives"_L1).toArray();
    const bool isOther
        = std::any_of(alternatives.begin(), alternatives.end(), [&](const QJsonValue& alternative) {
              return difference(said, withAlternative(expected, alternative.toObject()), raw)
                  .isEmpty();
          });
    return isOther ? QString() : found;
}

/// "application" and "app" are the same owner, and so are an address and "ip".
QString plainOwner(const QString& scope)
{
    const QString owner = scope.section(u':', 0, 0).toLower();
    if (owner == u"application"_s || owner == u"client"_s) {
        return u"app"_s;
    }
    return owner.startsWith(u"org"_s) ? u"org"_s : owner;
}

/// Whether the said owner is one of those expected: "app" is right where "app+shop" is.
bool isOneOf(const QString& said, const QString& expected)
{
    QStringList owners = expected.split(u'+');
    owners += expected.split(u'|');
    return std::any_of(owners.begin(), owners.end(), [&](const QString& owner) {
        return plainOwner(owner) == plainOwner(said.section(u'+', 0, 0));
    });
}

} // namespace

/// How much of the world's ways to state limits is understood.
class TestSignals final : public QObject
{
    Q_OBJECT

private slots:
    void readsAsManyRowsAsBefore();
    void namesNoWrongOwner();
};

void TestSignals::readsAsManyRowsAsBefore()
{
    QFile file(QStringLiteral(PACEWATCH_SIGNALS));
    QVERIFY(file.open(QIODevice::ReadOnly));
    Score whole;
    int documentedNames = 0;
    QMap<QString, Score> traits;
    for (const QByteArray& line : file.readAll().trimmed().split('\n')) {
        const QJsonObject row = QJsonDocument::fromJson(line).object();
        const QString found = differenceOfRow(row, false);
        const QString named = found.isEmpty() ? differenceOfRow(row, true) : QString();
        if (!named.isEmpty()) {
            ++documentedNames;
            qInfo("%s: read in full; its name of a window is in the documentation only (%s)",
                  qPrintable(row.value("id"_L1).toString()), qPrintable(named));
        }
        const QJsonArray tags = row.value("tags"_L1).toArray();
        ++whole.all;
        whole.read += found.isEmpty() ? 1 : 0;
        for (const QJsonValue& tag : tags) {
            Score& trait = traits[tag.toString()];
            ++trait.all;
            trait.read += found.isEmpty() ? 1 : 0;
        }
        if (!found.isEmpty()) {
            qInfo("%s: %s", qPrintable(row.value("id"_L1).toString()), qPrintable(found));
        }
    }
    for (auto trait = traits.begin(); trait != traits.end(); ++trait) {
        if (trait->read < trait->all) {
            qInfo("%s: %d of %d", qPrintable(trait.key()), trait->read, trait->all);
        }
    }
    qInfo("%d of %d rows read in full, %d of them but for a name that only documentation tells",
          whole.read, whole.all, documentedNames);
    QVERIFY(documentedNames <= MostDocumentedNames);
    QCOMPARE(whole.all, 131);
    QVERIFY2(whole.read >= Floor, "fewer rows are read in full than before");
}

void TestSignals::namesNoWrongOwner()
{
    QFile file(QStringLiteral(PACEWATCH_SIGNALS));
    QVERIFY(file.open(QIODevice::ReadOnly));
    int right = 0;
    for (const QByteArray& line : file.readAll().trimmed().split('\n')) {
        const QJsonObject row = QJsonDocument::fromJson(line).object();
        const QString said = readingJson(row).value("scope"_L1).toString();
        const QString expected = row.value("expected"_L1).toObject().value("scope"_L1).toString();
        if (said.isEmpty()) {
            continue;
        }
        right += isOneOf(said, expected) ? 1 : 0;
        QVERIFY2(isOneOf(said, expected),
                 qPrintable(u"%1: said %2, expected %3"_s.arg(row.value("id"_L1).toString(), said,
                                                              expected)));
    }
    qInfo("%d rows whose owner is read", right);
    QVERIFY(right >= FewestOwners);
}

QTEST_GUILESS_MAIN(TestSignals)
#include "tst_signals.moc"
