#include "core/transfer/fieldtext.h"
#include "core/transfer/timepattern.h"
#include "core/transfer/timetext.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(WallTime)

class TestTimeText final : public QObject
{
    Q_OBJECT

private slots:
    void readsTheFormsOfLogs_data();
    void readsTheFormsOfLogs();
    void refusesWhatIsNoTime_data();
    void refusesWhatIsNoTime();
    void readsAFormThatWasSaid_data();
    void readsAFormThatWasSaid();
    void knowsWhatIsNoForm();
};

namespace {

// 2025-11-19 10:18:27 UTC
constexpr WallTime Moment{1'763'547'507s};

} // namespace

void TestTimeText::readsTheFormsOfLogs_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("nanoseconds"); // behind Moment
    QTest::addColumn<bool>("isWhole");
    const auto row = [](const char* text, Duration behind, bool isWhole) {
        QTest::newRow(text) << QByteArray(text) << qint64(behind.count()) << isWhole;
    };
    row("2025-11-19T10:18:27Z", 0s, true);
    row("2025-11-19T10:18:27", 0s, true);
    row("2025-11-19 10:18:27", 0s, true);
    row("2025-11-19T10:18:27.123Z", 123ms, false);
    row("2025-11-19T10:18:27.1234567+00:00", 123'456'700ns, false);
    row("2025-11-19T11:18:27.5+01:00", 500ms, false);
    row("2025-11-19T05:18:27.000-0500", 0s, false);
    row("2025-11-19 10:18:27,250", 250ms, false);
    row("19/Nov/2025:10:18:27 +0000", 0s, true);
    row("19/Nov/2025:15:48:27 +0530", 0s, true);
    row("19/Nov/2025:10:18:27.042 +0000", 42ms, false);
    row("1763547507", 0s, true);
    row("1763547507.123", 123ms, false);
    row("1763547507123", 123ms, false);
    row("1763547507123456", 123'456us, false);
    row("1763547507123456789", 123'456'789ns, false);
    row("Wed, 19 Nov 2025 10:18:27 GMT", 0s, true);
    row("19.11.2025 10:18:27", 0s, true);
}

void TestTimeText::readsTheFormsOfLogs()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, nanoseconds);
    QFETCH(const bool, isWhole);
    const auto told = readTime(text);
    QVERIFY(told.has_value());
    QCOMPARE((told->at - Moment).count(), nanoseconds);
    QCOMPARE(told->isWholeSecond, isWhole);
}

void TestTimeText::refusesWhatIsNoTime_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"", "-", "yesterday", "12345678", "99999999999999999999", "9999999999999999999", "0.123",
          "2025-13-40T10:18:27Z", "2025-11-19T10:18:27Zjunk", "9999-11-19T10:18:27Z",
          "40/Nov/2025:10:18:27 +0000", "19/Xyz/2025:10:18:27 +0000", "1763547507.",
          "-1763547507"}) {
        QTest::addRow("%s", text) << QByteArray(text);
    }
}

void TestTimeText::refusesWhatIsNoTime()
{
    QFETCH(const QByteArray, text);
    const auto told = readTime(text);
    // "1763547507." is the second itself, written oddly.
    QCOMPARE(told.has_value(), text == "1763547507.");
}

void TestTimeText::readsAFormThatWasSaid_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("form"); // s, ms, us, ns, iso, or a pattern
    QTest::addColumn<qint64>("nanoseconds"); // behind Moment; -1 when it does not fit
    const auto row = [](const char* text, const char* form, Duration behind) {
        QTest::addRow("%s as %s", text, form)
            << QByteArray(text) << QByteArray(form) << qint64(behind.count());
    };
    constexpr Duration No{-1};
    row("1763547507", "s", 0s);
    row("1763547507.25", "s", 250ms);
    row("1763547507250", "ms", 250ms);
    row("1763547507250.5", "ms", 250'500us);
    row("1763547507000250", "us", 250us);
    row("1763547507000000250", "ns", 250ns);
    row("1763547507", "ms", Duration(1'763'547'507ms) - Moment.time_since_epoch());
    row("1763547507", "iso", No);
    row("1763547507000", "s", No); // that would be in the year 57854
    row("2025-11-19T10:18:27.5Z", "iso", 500ms);
    row("2025-11-19T10:18:27.5Z", "ms", No);
    row("19.11.2025 10:18:27", "dd.MM.yyyy HH:mm:ss", 0s);
    row("19.11.25 10:18:27", "dd.MM.yy HH:mm:ss", 0s);
    row("11/19/2025 10:18:27", "MM/dd/yyyy HH:mm:ss", 0s);
    row("11/19/2025 10:18:27", "dd/MM/yyyy HH:mm:ss", No);
    row("5/6/2025 1:02", "d/M/yyyy H:mm",
        WallTime(1'749'085'320s) - Moment); // the 5th of June
    row("5/6/2025 1:02", "M/d/yyyy H:mm", WallTime(1'746'493'320s) - Moment); // the 6th of May
    row("11/19/2025 10:18:27 AM", "MM/dd/yyyy hh:mm:ss AP", 0s);
    row("11/19/2025 10:18:27 pm", "MM/dd/yyyy hh:mm:ss AP", 12h);
    row("11/19/2025 12:18:27 AM", "MM/dd/yyyy hh:mm:ss AP", -10h);
    row("19-Nov-2025 10:18:27.042", "dd-MMM-yyyy HH:mm:ss.S", 42ms);
    row("20251119101827", "yyyyMMddHHmmss", 0s);
    row("2025-11-19T11:18:27+01:00", "yyyy-MM-dd'T'HH:mm:ssZ", 0s);
    row("19.11.2025 um 10:18:27", "dd.MM.yyyy 'um' HH:mm:ss", 0s);
    row("19.11.2025 10:18:27 x", "dd.MM.yyyy HH:mm:ss", No);
    row("19.11.2025", "dd.MM.yyyy HH:mm:ss", No);
    row("31.02.2025 10:18:27", "dd.MM.yyyy HH:mm:ss", No);
    row("", "dd.MM.yyyy HH:mm:ss", No);
}

void TestTimeText::readsAFormThatWasSaid()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, form);
    QFETCH(const qint64, nanoseconds);
    FieldMap map;
    QVERIFY(addField(map, u"x=sent:"_s + QString::fromLatin1(form)).has_value());
    const auto told = readTime(text, *map.chosen("x"));
    QCOMPARE(told.has_value(), nanoseconds != -1);
    if (told) {
        QCOMPARE((told->at - Moment).count(), nanoseconds);
    }
    QCOMPARE(fieldTexts(map), QStringList{u"x=sent:"_s + QString::fromLatin1(form)});
}

void TestTimeText::knowsWhatIsNoForm()
{
    for (const char* form : {"", "weeks", "HH:mm:ss", "dd.MM.yyyy", "'dd.MM.yyyy HH:mm:ss'"}) {
        QVERIFY2(!checkTimePattern(form).has_value(), form);
        FieldMap map;
        const auto added = addField(map, u"x=sent:"_s + QString::fromLatin1(form));
        QVERIFY2(!added.has_value() && added.error().detail.contains(u"dd.MM.yyyy HH:mm:ss"), form);
    }
    QVERIFY(checkTimePattern("yyyy-MM-dd hh:mm AP").has_value());
}

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
