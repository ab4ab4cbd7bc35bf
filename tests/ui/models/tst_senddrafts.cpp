#include "ui/models/senddrafts.h"

#include <QStringConverter>
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
    void knowsANumberInAnySpelling_data();
    void knowsANumberInAnySpelling();
    void takesTheColumnTheHeadLineNames();
    void readsTabsAndBars();
    void readsJsonLines();
    void understandsTheEncoding_data();
    void understandsTheEncoding();
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

void TestSendDrafts::knowsANumberInAnySpelling_data()
{
    QTest::addColumn<QString>("spelling");
    QTest::newRow("without plus") << u"442079460000"_s;
    QTest::newRow("00") << u"00442079460000"_s;
    QTest::newRow("groups") << u"+44 20 7946 0000"_s;
    QTest::newRow("brackets") << u"+44 (0)20 7946-0000"_s;
    QTest::newRow("dots") << u"+44.20.7946.0000"_s;
    QTest::newRow("hard spaces and dashes") << u"+44\u00a020\u20137946\u20130000"_s;
    QTest::newRow("tel") << u"tel:+442079460000"_s;
    QTest::newRow("other digits") << u"٤٤٢٠٧٩٤٦٠٠٠٠"_s;
}

void TestSendDrafts::knowsANumberInAnySpelling()
{
    QFETCH(QString, spelling);
    const RecipientList list
        = readRecipients(u"+442079460000\n"_s + spelling + u"\n+442079460001"_s);
    QCOMPARE(list.recipients.size(), 2);
    QCOMPARE(list.duplicates, 1);
}

void TestSendDrafts::readsTabsAndBars()
{
    for (const QChar separator : {u'\t', u'|'}) {
        const QString text = u"name#to\nAnna, B;#+4420794600\n"_s.replace(u'#', separator);
        const RecipientList list = readRecipients(text);
        QCOMPARE(numbers(list), QStringList{u"+4420794600"_s});
        QCOMPARE(list.value(list.recipients.first(), u"name"_s), u"Anna, B;"_s);
    }
}

void TestSendDrafts::readsJsonLines()
{
    const RecipientList list = readRecipients(uR"({"Phone": "+44 2079460000", "name": "Ann, \"A\""}
{"phone": 442079460000, "name": "again"}
{"phone": 905321234567}

{"name": "nobody"}
no JSON
)"_s);
    QCOMPARE(numbers(list), (QStringList{u"+44 2079460000"_s, u"905321234567"_s}));
    QCOMPARE(list.value(list.recipients.first(), u"name"_s), u"Ann, \"A\""_s);
    QCOMPARE(list.value(list.recipients.first(), u"to"_s), u"+44 2079460000"_s);
    QCOMPARE(list.duplicates, 1);
    QCOMPARE(list.unreadable, 2);
}

void TestSendDrafts::understandsTheEncoding_data()
{
    QTest::addColumn<QByteArray>("file");
    const QString text = u"to,name\n+4420794600,Zoë\n"_s;
    QTest::newRow("UTF-8") << text.toUtf8();
    QTest::newRow("UTF-8 with a mark") << QByteArray("\xef\xbb\xbf" + text.toUtf8());
    QTest::newRow("Latin-1") << text.toLatin1();
    using enum QStringConverter::Encoding;
    for (const auto encoding : {Utf16LE, Utf16BE}) {
        const char* name = QStringConverter::nameForEncoding(encoding);
        QTest::newRow(name) << QByteArray(QStringEncoder(encoding)(text));
        QTest::addRow("%s with a mark", name)
            << QByteArray(QStringEncoder(encoding, QStringConverter::Flag::WriteBom)(text));
    }
}

void TestSendDrafts::understandsTheEncoding()
{
    QFETCH(QByteArray, file);
    const RecipientList list = readRecipients(textOf(file));
    QCOMPARE(numbers(list), QStringList{u"+4420794600"_s});
    QCOMPARE(list.value(list.recipients.first(), u"name"_s), u"Zoë"_s);
}

void TestSendDrafts::takesTheColumnTheHeadLineNames()
{
    const RecipientList list = readRecipients(u"name;Phone\nAnna;+44 1\nBen;+44 22222\n"_s);
    QCOMPARE(list.columns, (QStringList{u"name"_s, u"phone"_s}));
    QCOMPARE(numbers(list), (QStringList{u"+44 1"_s, u"+44 22222"_s}));
    QCOMPARE(list.value(list.recipients.first(), u"name"_s), u"Anna"_s);
}

void TestSendDrafts::keepsQuotedSeparatorsTogether()
{
    const RecipientList list = readRecipients(u"to,name\n1,\"Ann \"\"A\"\", Ltd\nline 2\"\n2,B"_s);
    QCOMPARE(list.recipients.size(), 2);
    QCOMPARE(list.value(list.recipients.first(), u"name"_s), u"Ann \"A\", Ltd\nline 2"_s);
}

void TestSendDrafts::escapesValuesForJsonAndForThePath()
{
    const RecipientList list = readRecipients(u"to,name\na/b c,\"x\"\"}, \"\"y\"\": \\\""_s);
    const QList<SendDraft> drafts
        = draftsFor(sendEndpoint(), "{\"to\": \"{{to}}\", \"name\": \"{{ name }}\"}", list);
    QCOMPARE(drafts.size(), 1);
    QCOMPARE(drafts.first().path, "/contacts/a%2Fb%20c/messages");
    QCOMPARE(drafts.first().body.bytes(), R"({"to": "a/b c", "name": "x\"}, \"y\": \\"})");
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
