#include "core/store/sessionfile.h"
#include "core/store/sessionreader.h"
#include "tests/ui/shell/windowrig.h"
#include "ui/controls/chip.h"
#include "ui/controls/field.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/shell/connectionpage.h"
#include "ui/shell/menurow.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/statusline.h"
#include "ui/views/evidence/exportdialog.h"
#include "ui/views/evidence/fieldtable.h"
#include "ui/views/evidence/importdialog.h"
#include "ui/views/evidence/notedialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMimeData>
#include <QTableWidget>
#include <QTest>
#include <QUrl>

#include <optional>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Exchange callAt(Duration behind, const QByteArray& target)
{
    Exchange call;
    call.arrivedWall = WallTime(1'763'547'507s) + behind;
    call.request = {"GET", target, 1, {{"Host", "app.aisoule.com"}}};
    call.response.status = 200;
    call.took = 80ms;
    return call;
}

} // namespace

/// Recorded sessions, from the window.
class TestSessions final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void opensASessionThatWasChosen();
    void closesItWithoutAQuestion();
    void opensWhatIsDropped();
    void saysWhyAFileIsNotOpened();
    void importsFilesAndSaysWhatTheyLack();
    void takesFieldsAsTheyAreChosen();
    void readsOnlyTheStartForAChoice();
    void stopsReadingALargeFile();
    void takesAFormOfTimesThatIsTyped();
    void importsWhatWasPasted();
    void saysWhatIsWrongWithAFile();
    void readsOffsetsOfClocks();
    void exportsAndSaysSo();
    void showsWhereTheLastCheckFoundSomething();
    void savesASession();
    void addsANote();
    void listsRecentSessions();
    void saysThatTheDiskTakesNothing();

private:
    QString writeSession(const QString& name, const QList<Exchange>& calls);
    QString writeText(const QString& name, const QByteArray& text);
    void open(const QString& path);
    [[nodiscard]] ConnectionPage& page() const { return *m_window->findChild<ConnectionPage*>(); }
    [[nodiscard]] QString status() const { return m_window->findChild<StatusLine*>()->text(); }
    template<typename Widget>
    [[nodiscard]] Widget* find(const QString& name) const
    {
        return m_window->findChild<Widget*>(name);
    }

    SystemClock m_clock;
    std::optional<WindowRig> m_rig;
    Engine* m_engine = nullptr;
    Feed* m_feed = nullptr;
    MainWindow* m_window = nullptr;
};

void TestSessions::init()
{
    m_rig.emplace(m_clock);
    m_engine = &m_rig->engine;
    m_feed = &m_rig->feed;
    m_window = &m_rig->window;
    QVERIFY(m_window->isActiveWindow());
}

void TestSessions::cleanup()
{
    m_rig.reset();
}

QString TestSessions::writeSession(const QString& name, const QList<Exchange>& calls)
{
    const QString path = m_rig->path(name);
    Result<SessionFile> file = SessionFile::open(path);
    (void)file->setFact(u"customer"_s, u"Casa Brava Hotels"_s);
    (void)file->setFact(u"profile"_s, u"aisoule"_s);
    (void)file->append({calls.constData(), static_cast<std::size_t>(calls.size())});
    (void)file->finish();
    return path;
}

QString TestSessions::writeText(const QString& name, const QByteArray& text)
{
    QFile file(m_rig->path(name));
    (void)file.open(QIODevice::WriteOnly);
    file.write(text);
    return file.fileName();
}

void TestSessions::open(const QString& path)
{
    QVERIFY(m_rig->trigger(u"Open session…"_s));
    auto* const dialog = find<QFileDialog>(u"fileDialog"_s);
    QVERIFY(dialog != nullptr);
    emit dialog->filesSelected({path});
    dialog->reject();
}

void TestSessions::opensASessionThatWasChosen()
{
    open(writeSession(u"a.pacewatch"_s, {callAt(0s, "/api/a"), callAt(17min, "/api/b")}));
    QTRY_COMPARE(page().heading(), u"Casa Brava Hotels"_s);
    QVERIFY(page().isVisible());
    QVERIFY(!find<QPushButton>(u"pauseButton"_s)->isVisible());
    QVERIFY(!find<QPushButton>(u"testSendButton"_s)->isVisible());
    QVERIFY(find<QPushButton>(u"closeSessionButton"_s)->isVisible());
    QVERIFY2(status().startsWith(u"Recorded 19 Nov, 17 min 0 s, 2 calls"), qPrintable(status()));
    QCOMPARE(m_window->windowTitle(), u"Casa Brava Hotels — Pacewatch"_s);
    for (QAction* const action : m_window->actions()) {
        if (action->text() == u"Test send"_s || action->text() == u"Pause watching"_s) {
            QVERIFY(!action->isEnabled());
        }
    }
}

void TestSessions::closesItWithoutAQuestion()
{
    open(writeSession(u"a.pacewatch"_s, {callAt(0s, "/api/a")}));
    QTRY_VERIFY(page().isVisible());
    find<QPushButton>(u"closeSessionButton"_s)->click();
    QTRY_VERIFY(!page().isVisible());
    QVERIFY(m_window->findChild<Sidebar*>()->rows().isEmpty());
}

void TestSessions::opensWhatIsDropped()
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(writeSession(u"a.pacewatch"_s, {callAt(0s, "/api/a")}))});
    QDragEnterEvent enter(QPoint(700, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(700, 400), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(m_window, &drop);
    QTRY_COMPARE(page().heading(), u"Casa Brava Hotels"_s);
}

void TestSessions::saysWhyAFileIsNotOpened()
{
    open(writeText(u"no.pacewatch"_s, "this is no database"));
    auto* const message = find<MessageBar>(u"windowMessage"_s);
    QTRY_VERIFY(message->isVisible());
    QCOMPARE(message->title(), u"The file was not opened."_s);
    QVERIFY(!page().isVisible());
}

void TestSessions::importsFilesAndSaysWhatTheyLack()
{
    const QString log
        = writeText(u"access.log"_s,
                    "192.0.2.1 - - [19/Nov/2025:10:18:27 +0000] \"GET /a HTTP/1.1\" 200 1\n"
                    "no line of a log\n"
                    "192.0.2.1 - - [19/Nov/2025:10:18:29 +0000] \"GET /b HTTP/1.1\" 429 1\n");
    QVERIFY(m_rig->trigger(u"Import…"_s));
    auto* const dialog = m_window->findChild<ImportDialog*>();
    QVERIFY(dialog != nullptr);
    dialog->addFiles({log});
    auto* const start = dialog->findChild<QPushButton*>(u"openCaseButton"_s);
    QTRY_VERIFY(start->isEnabled());
    auto* const files = dialog->findChild<QTableWidget*>(u"importFiles"_s);
    QCOMPARE(files->item(0, 1)->text(), u"Access log"_s);
    QCOMPARE(files->item(0, 2)->text(), u"2"_s);
    QCOMPARE(files->item(0, 3)->text(), u"1"_s);
    const QString about = dialog->findChild<QLabel*>(u"importAbout"_s)->text();
    QVERIFY2(about.contains(u"Times are whole seconds"), qPrintable(about));
    QVERIFY2(about.contains(u"Line 2:"), qPrintable(about));
    QCOMPARE(dialog->findChild<QTableWidget*>(u"importCalls"_s)->rowCount(), 2);
    start->click();
    QTRY_COMPARE(page().heading(), u"access"_s);
}

void TestSessions::takesFieldsAsTheyAreChosen()
{
    const QString table = writeText(u"odd.csv"_s,
                                    "Zeitpunkt;Verb;Ziel;Antwort;Dauer\n"
                                    "2025-11-19T10:18:27.250Z;GET;/v1/x;429;250\n");
    QVERIFY(m_rig->trigger(u"Import…"_s));
    auto* dialog = m_window->findChild<ImportDialog*>();
    dialog->addFiles({table});
    auto* const fields = dialog->findChild<FieldTable*>();
    auto* const note = dialog->findChild<FieldNote*>(u"importFieldNote"_s);
    auto* const start = dialog->findChild<QPushButton*>(u"openCaseButton"_s);
    QTRY_COMPARE(fields->rowCount(), 5);
    QVERIFY(!start->isEnabled());
    QVERIFY2(note->text().startsWith(u"No field tells the status"_s), qPrintable(note->text()));
    QCOMPARE(fields->item(3, 1)->text(), u"429"_s);
    QCOMPARE(fields->item(3, 4)->text(), u"Not known"_s);

    const auto choose = [&](int row, const QString& text, int column = 2) {
        auto* const choice = fields->cellWidget(row, column)->findChild<QComboBox*>();
        choice->setCurrentIndex(choice->findText(text));
        emit choice->activated(choice->currentIndex());
    };
    choose(1, u"Method"_s);
    choose(2, u"Path"_s);
    choose(3, u"Status"_s);
    QTRY_VERIFY(start->isEnabled());
    QVERIFY2(note->text().startsWith(u"No field tells when"_s), qPrintable(note->text()));
    choose(0, u"When sent"_s);
    choose(4, u"When sent"_s);
    QTRY_VERIFY(note->text().contains(u"Dauer and Zeitpunkt cannot both be"_s));
    QVERIFY(!start->isEnabled());
    choose(4, u"Took"_s);
    choose(4, u"ms"_s, 3);
    QTRY_VERIFY(start->isEnabled());
    QVERIFY(note->isHidden());
    auto* const calls = dialog->findChild<QTableWidget*>(u"importCalls"_s);
    QCOMPARE(calls->item(0, 1)->text(), u"GET /v1/x"_s);
    QCOMPARE(calls->item(0, 3)->text(), u"250 ms"_s);
    start->click();
    QTRY_COMPARE(page().heading(), u"odd"_s);
    QCOMPARE(m_window->settings().fieldMaps.size(), 1);

    QTRY_VERIFY(m_window->findChild<ImportDialog*>() == nullptr);
    QVERIFY(m_rig->trigger(u"Import…"_s));
    dialog = m_window->findChild<ImportDialog*>();
    dialog->addFiles({table});
    QTRY_VERIFY(dialog->findChild<QPushButton*>(u"openCaseButton"_s)->isEnabled());
    const QString about = dialog->findChild<QLabel*>(u"importAbout"_s)->text();
    QVERIFY2(about.contains(u"earlier file"_s), qPrintable(about));
}

void TestSessions::readsOnlyTheStartForAChoice()
{
    constexpr int Calls = 60'000;
    QByteArray table = "Zeitpunkt;Verb;Ziel;Antwort\n";
    for (int second = 0; second < Calls; ++second) {
        table += QByteArray::number(1'763'547'507 + second) + ";GET;/v1/contacts/"
            + QByteArray::number(second) + ";200\n";
    }
    QVERIFY(table.size() > 2 * EvidencePreview::StartBytes);
    QVERIFY(m_rig->trigger(u"Import…"_s));
    auto* const dialog = m_window->findChild<ImportDialog*>();
    dialog->addFiles({writeText(u"odd.csv"_s, table)});
    auto* const fields = dialog->findChild<FieldTable*>();
    auto* const files = dialog->findChild<QTableWidget*>(u"importFiles"_s);
    auto* const start = dialog->findChild<QPushButton*>(u"openCaseButton"_s);
    QTRY_COMPARE(fields->rowCount(), 4);
    const auto choose = [&](int row, const QString& text, int column = 2) {
        auto* const choice = fields->cellWidget(row, column)->findChild<QComboBox*>();
        choice->setCurrentIndex(choice->findText(text));
        emit choice->activated(choice->currentIndex());
    };
    choose(1, u"Method"_s);
    choose(2, u"Path"_s);
    choose(3, u"Status"_s);
    choose(0, u"When sent"_s);
    choose(0, u"s since 1970"_s, 3);
    QTRY_VERIFY(start->isEnabled() && files->item(0, 4)->text().endsWith(u"10:18:27"_s));
    QVERIFY2(files->item(0, 2)->text().startsWith(u"about "_s),
             qPrintable(files->item(0, 2)->text()));
    QCOMPARE(files->item(0, 5)->text(), u"–"_s); // when it ends is not known yet
    const QString about = dialog->findChild<QLabel*>(u"importAbout"_s)->text();
    QVERIFY2(about.startsWith(u"Only its start was looked at"_s), qPrintable(about));
    start->click();
    QTRY_COMPARE_WITH_TIMEOUT(page().heading(), u"odd"_s, 30'000);
    QTRY_VERIFY(!m_feed->state().connections.isEmpty());
    QCOMPARE(m_feed->state().connections.first().calls, Calls);
}

void TestSessions::stopsReadingALargeFile()
{
    QByteArray log;
    for (int second = 0; second < 200'000; ++second) {
        log += "192.0.2.1 - - [19/Nov/2025:10:18:27 +0000] \"GET /a/" + QByteArray::number(second)
            + " HTTP/1.1\" 200 1\n";
    }
    QVERIFY(m_rig->trigger(u"Import…"_s));
    auto* const dialog = m_window->findChild<ImportDialog*>();
    dialog->addFiles({writeText(u"access.log"_s, log)});
    auto* const files = dialog->findChild<QTableWidget*>(u"importFiles"_s);
    auto* const stop = dialog->findChild<QPushButton*>(u"stopReadingButton"_s);
    QVERIFY(stop->isHidden());
    // Its start is shown while the rest is read.
    auto* const calls = dialog->findChild<QTableWidget*>(u"importCalls"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!stop->isHidden() && calls->rowCount() == 8, 20'000);
    QVERIFY2(files->item(0, 1)->text().startsWith(u"Reading"_s),
             qPrintable(files->item(0, 1)->text()));
    stop->click();
    QTRY_VERIFY(stop->isHidden());
    QCOMPARE(files->item(0, 1)->text(), u"Access log"_s);
    QVERIFY(files->item(0, 2)->text().startsWith(u"about "_s));
    QVERIFY(dialog->findChild<QPushButton*>(u"openCaseButton"_s)->isEnabled());
}

void TestSessions::takesAFormOfTimesThatIsTyped()
{
    QVERIFY(m_rig->trigger(u"Import…"_s));
    auto* const dialog = m_window->findChild<ImportDialog*>();
    dialog->addFiles({writeText(u"plain.csv"_s,
                                "05/06/2025 10:18:27,GET,/a,200\n"
                                "05/06/2025 10:18:28,GET,/b,429\n")});
    auto* const fields = dialog->findChild<FieldTable*>();
    QTRY_COMPARE(fields->rowCount(), 4);
    QCOMPARE(fields->item(0, 0)->text(), u"Column 1"_s);
    QCOMPARE(fields->item(3, 4)->text(), u"By its place"_s);
    const auto box
        = [&](int column) { return fields->cellWidget(0, column)->findChild<QComboBox*>(); };
    box(2)->setCurrentIndex(box(2)->findText(u"When sent"_s));
    emit box(2)->activated(box(2)->currentIndex());
    QTRY_COMPARE(fields->item(0, 4)->text(), u"Cannot be read so"_s);
    QLineEdit* const form = box(3)->lineEdit();
    QVERIFY(form != nullptr && form->isVisible());
    auto* const calls = dialog->findChild<QTableWidget*>(u"importCalls"_s);
    const auto type = [&](const QString& text) {
        form->setFocus();
        form->selectAll();
        QTest::keyClicks(form, text);
        QTest::keyClick(form, Qt::Key_Return);
    };
    type(u"M/d/yyyy H:mm:ss"_s);
    QTRY_COMPARE(fields->item(0, 4)->text(), u"Chosen"_s);
    auto* const files = dialog->findChild<QTableWidget*>(u"importFiles"_s);
    QTRY_VERIFY2(files->item(0, 4)->text().startsWith(u"6 May"_s),
                 qPrintable(files->item(0, 4)->text()));
    type(u"d/M/yyyy H:mm:ss"_s);
    QTRY_VERIFY2(files->item(0, 4)->text().startsWith(u"5 Jun"_s),
                 qPrintable(files->item(0, 4)->text()));
    QCOMPARE(calls->rowCount(), 2);
}

void TestSessions::importsWhatWasPasted()
{
    QVERIFY(m_rig->trigger(u"Import…"_s));
    auto* const dialog = m_window->findChild<ImportDialog*>();
    auto* const files = dialog->findChild<QTableWidget*>(u"importFiles"_s);
    auto* const paste = dialog->findChild<QPushButton*>(u"pasteButton"_s);
    QGuiApplication::clipboard()->setText(u" \n"_s);
    paste->click();
    QCOMPARE(files->rowCount(), 0);
    QVERIFY(!dialog->findChild<FieldNote*>(u"importNote"_s)->isHidden());

    QGuiApplication::clipboard()->setText(u"shopping list"_s);
    paste->click();
    QTRY_COMPARE(files->item(0, 1)->text(), u"The file was not opened."_s);
    const QString about = dialog->findChild<QLabel*>(u"importAbout"_s)->text();
    QVERIFY2(!about.contains(u"0: "_s) && !about.contains(u"/proc"_s), qPrintable(about));
    dialog->findChild<QPushButton*>(u"removeFileButton"_s)->click();

    QGuiApplication::clipboard()->setText(u"> GET /api/contacts HTTP/1.1\n"
                                          "> Host: app.aisoule.com\n"
                                          "> \n"
                                          "< HTTP/1.1 429 Too Many Requests\n"
                                          "< Retry-After: 12\n"
                                          "< \n"
                                          "{\"error\":\"rate limited\"}\n"_s);
    paste->click();
    auto* const start = dialog->findChild<QPushButton*>(u"openCaseButton"_s);
    QTRY_VERIFY(start->isEnabled());
    QCOMPARE(files->item(0, 0)->text(), u"Pasted text 2"_s);
    QCOMPARE(files->item(0, 3)->text(), u"1"_s);
    start->click();
    QTRY_COMPARE(page().heading(), u"Pasted text 2"_s);
}

void TestSessions::saysWhatIsWrongWithAFile()
{
    QVERIFY(m_rig->trigger(u"Import…"_s));
    auto* const dialog = m_window->findChild<ImportDialog*>();
    dialog->addFiles(
        {writeText(u"deep.har"_s, "{\"log\":{\"entries\":" + QByteArray(100'000, '['))});
    auto* const files = dialog->findChild<QTableWidget*>(u"importFiles"_s);
    QTRY_COMPARE_WITH_TIMEOUT(files->item(0, 1)->text(), u"The file was not opened."_s, 5000);
    QVERIFY(!dialog->findChild<QPushButton*>(u"openCaseButton"_s)->isEnabled());
    QVERIFY(!dialog->findChild<QLabel*>(u"importAbout"_s)->text().isEmpty());
    dialog->findChild<QPushButton*>(u"removeFileButton"_s)->click();
    QCOMPARE(files->rowCount(), 0);
}

void TestSessions::readsOffsetsOfClocks()
{
    QVERIFY(m_rig->trigger(u"Import…"_s));
    auto* const dialog = m_window->findChild<ImportDialog*>();
    dialog->addFiles({writeText(u"a.csv"_s,
                                "time,method,target,status\n"
                                "2025-11-19T10:18:27Z,GET,/v1/a,200\n")});
    QTRY_VERIFY(dialog->findChild<QPushButton*>(u"openCaseButton"_s)->isEnabled());
    auto* const clock = dialog->findChild<QTableWidget*>(u"importFiles"_s)->item(0, 6);
    clock->setText(u"-1.5"_s);
    QCOMPARE(clock->text(), u"\u22121.5 s"_s);
    clock->setText(u"soon"_s);
    QCOMPARE(clock->text(), u"\u22121.5 s"_s);
    clock->setText(u"+3600 s"_s);
    QCOMPARE(clock->text(), u"+3600 s"_s);
}

void TestSessions::exportsAndSaysSo()
{
    open(writeSession(u"a.pacewatch"_s, {callAt(0s, "/api/a"), callAt(1s, "/api/b")}));
    QTRY_VERIFY(page().isVisible());
    QVERIFY(m_rig->trigger(u"Export…"_s));
    auto* const dialog = m_window->findChild<ExportDialog*>();
    QVERIFY(dialog->findChild<QLabel*>(u"exportReplaced"_s)->text().contains(u"phone numbers"));
    const QString out = m_rig->path(u"out.har"_s);
    dialog->write(out);
    auto* const message = find<MessageBar>(u"windowMessage"_s);
    QTRY_COMPARE(message->title(), u"2 calls written to out.har."_s);
    QVERIFY(QFile::exists(out));
}

void TestSessions::showsWhereTheLastCheckFoundSomething()
{
    Exchange call = callAt(0s, "/api/a");
    // Replacing goes by structure and does not look into base64; the last check does.
    call.request.headers.append("X-Blob", QByteArray("+34600123456").toBase64());
    open(writeSession(u"a.pacewatch"_s, {call}));
    QTRY_VERIFY(page().isVisible());
    QVERIFY(m_rig->trigger(u"Export…"_s));
    auto* const dialog = m_window->findChild<ExportDialog*>();
    const QString out = m_rig->path(u"out.har"_s);
    dialog->write(out);
    auto* const note = dialog->findChild<FieldNote*>(u"exportNote"_s);
    QTRY_VERIFY(!note->text().isEmpty());
    QVERIFY2(note->text().contains(u"phone number in line"), qPrintable(note->text()));
    QVERIFY(!QFile::exists(out));
}

void TestSessions::savesASession()
{
    open(writeSession(u"a.pacewatch"_s, {callAt(0s, "/api/a")}));
    QTRY_VERIFY(page().isVisible());
    QVERIFY(m_rig->trigger(u"Save session as…"_s));
    auto* const dialog = find<QFileDialog>(u"fileDialog"_s);
    const QString out = m_rig->path(u"saved.pacewatch"_s);
    emit dialog->fileSelected(out);
    dialog->reject();
    QTRY_VERIFY(QFile::exists(out));
    QTRY_COMPARE(find<MessageBar>(u"windowMessage"_s)->title(),
                 u"1 call written to saved.pacewatch."_s);
    Result<SessionReader> reader = SessionReader::open(out);
    QVERIFY(reader.has_value());
    QCOMPARE(reader->facts()->customer, u"Casa Brava Hotels"_s);
}

void TestSessions::addsANote()
{
    const QString path = writeSession(u"a.pacewatch"_s, {callAt(0s, "/api/a")});
    open(path);
    QTRY_VERIFY(page().isVisible());
    QVERIFY(m_rig->trigger(u"Add a note to this moment…"_s));
    auto* const dialog = m_window->findChild<NoteDialog*>();
    auto* const add = dialog->findChild<QPushButton*>(u"addNoteButton"_s);
    QVERIFY(!add->isEnabled());
    QTest::keyClicks(dialog->findChild<QLineEdit*>(u"noteField"_s), u"deploy began"_s);
    add->click();
    QTRY_VERIFY(find<MessageBar>(u"windowMessage"_s)->title().startsWith(u"Noted at"));
    Result<SessionReader> reader = SessionReader::open(path);
    QCOMPARE(reader->notes()->front().text, u"deploy began"_s);
}

void TestSessions::listsRecentSessions()
{
    auto* const list = find<QWidget>(u"recentSessions"_s);
    QVERIFY(!list->isVisible());
    QVERIFY(QDir().mkpath(m_rig->path(u"sessions"_s)));
    (void)writeSession(u"sessions/one.pacewatch"_s, {callAt(0s, "/api/a")});
    open(writeSession(u"a.pacewatch"_s, {callAt(0s, "/api/a")}));
    QTRY_VERIFY(list->isVisible());
    auto* const row = list->findChild<QAbstractButton*>(u"recentSession"_s);
    QVERIFY2(row->accessibleName().startsWith(u"Casa Brava Hotels, 19 Nov"),
             qPrintable(row->accessibleName()));
    row->click();
    QTRY_COMPARE(m_window->findChild<Sidebar*>()->rows().size(), 2);
}

void TestSessions::saysThatTheDiskTakesNothing()
{
    EngineState state;
    state.recordingHealth.isOn = true;
    state.recordingHealth.trouble = Error{ErrorCode::StorageFailed, u"disk full"_s};
    m_engine->states().put(state);
    m_feed->drain();
    QVERIFY2(status().contains(u"Calls are not recorded"), qPrintable(status()));
    QCOMPARE(m_window->findChild<MenuRow*>()->noticeCount(), 1);
}

QTEST_MAIN(TestSessions)
#include "tst_sessions.moc"
