#include "ui/models/senddrafts.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

namespace {

Endpoint sendEndpoint()
{
    Endpoint endpoint;
    endpoint.method = "POST";
    endpoint.path = "/contacts/{{to}}/messages";
    return endpoint;
}

QStringList numbers(const RecipientList& list)
{
    QStringList all;
    for (const Recipient& each : list.recipients) {
        all += each.to;
    }
    return all;
}

} // namespace

class TestSendDrafts final : public QObject
{
    Q_OBJECT

private slots:
    void readsOneRecipientALine();
    void countsDoublesInAnySpelling();
    void takesTheColumnTheHeadLineNames();
    void keepsQuotedSeparatorsTogether();
    void escapesValuesForJsonAndForThePath();
    void namesVariablesWithoutAValue();
    void findsWhomABodyIsFor();
};

void TestSendDrafts::readsOneRecipientALine()
{
    QCOMPARE(numbers(readRecipients(u"+44 7700 900108\n\r\n  +44 7700 900115 \r\n"_s)),
             (QStringList{u"+44 7700 900108"_s, u"+44 7700 900115"_s}));
    QVERIFY(readRecipients(QString()).recipients.isEmpty());
    QVERIFY(readRecipients(u" \n\n"_s).recipients.isEmpty());
}

void TestSendDrafts::countsDoublesInAnySpelling()
{
    const RecipientList list
        = readRecipients(u"+44 7700 900108\n+447700900108\n+44-7700-900115\nAnna\nanna"_s);
    QCOMPARE(list.recipients.size(), 3);
    QCOMPARE(list.duplicates, 2);
}

void TestSendDrafts::takesTheColumnTheHeadLineNames()
{
    const RecipientList list = readRecipients(u"name;Phone\nAnna;+44 1\nBen;+44 22222\n"_s);
    QCOMPARE(list.columns, (QStringList{u"name"_s, u"phone"_s}));
    QCOMPARE(numbers(list), (QStringList{u"+44 1"_s, u"+44 22222"_s}));
    QCOMPARE(list.recipients.first().values.value(u"name"_s), u"Anna"_s);
}

void TestSendDrafts::keepsQuotedSeparatorsTogether()
{
    const RecipientList list = readRecipients(u"to,name\n1,\"Ann \"\"A\"\", Ltd\nline 2\"\n2,B"_s);
    QCOMPARE(list.recipients.size(), 2);
    QCOMPARE(list.recipients.first().values.value(u"name"_s), u"Ann \"A\", Ltd\nline 2"_s);
}

void TestSendDrafts::escapesValuesForJsonAndForThePath()
{
    const RecipientList list = readRecipients(u"to,name\na/b c,\"x\"\"}, \"\"y\"\": \\\""_s);
    const QList<SendDraft> drafts
        = draftsFor(sendEndpoint(), "{\"to\": \"{{to}}\", \"name\": \"{{ name }}\"}", list);
    QCOMPARE(drafts.size(), 1);
    QCOMPARE(drafts.first().path, "/contacts/a%2Fb%20c/messages");
    QCOMPARE(drafts.first().body, R"({"to": "a/b c", "name": "x\"}, \"y\": \\"})");
    QCOMPARE(drafts.first().recipient, u"a/b c"_s);
}

void TestSendDrafts::namesVariablesWithoutAValue()
{
    const RecipientList list = readRecipients(u"+44 7700 900108"_s);
    QVERIFY(unfilledVariables(sendEndpoint(), "{{to}}", list).isEmpty());
    QCOMPARE(unfilledVariables(sendEndpoint(), "{{text}} {{To}} {{text}}", list),
             QStringList{u"text"_s});
}

void TestSendDrafts::findsWhomABodyIsFor()
{
    QCOMPARE(recipientOf(R"({"type":"text","to":"+44 7700 900108"})"), u"+44 7700 900108"_s);
    QCOMPARE(recipientOf(R"({"contact":{"phone":"447700900109"}})"), u"447700900109"_s);
    QCOMPARE(recipientOf(R"({"to":"","phone":5})"), QString());
    QCOMPARE(recipientOf("to=1"), QString());
}

QTEST_GUILESS_MAIN(TestSendDrafts)
#include "tst_senddrafts.moc"
