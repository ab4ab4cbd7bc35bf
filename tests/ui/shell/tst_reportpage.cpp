#include "tests/support/createsessions.h"
#include "tests/ui/shell/windowrig.h"
#include "ui/controls/button.h"
#include "ui/controls/checkbox.h"
#include "ui/controls/choicefield.h"
#include "ui/controls/field.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/shell/connectionpage.h"
#include "ui/shell/sessioncommands.h"
#include "ui/views/allpages.h"
#include "ui/views/compare/compareview.h"
#include "ui/views/compare/sessionchooser.h"
#include "ui/views/monitor/monitorview.h"
#include "ui/views/report/reportoptions.h"
#include "ui/views/report/reportpreview.h"
#include "ui/views/report/reportview.h"

#include <QAction>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QTest>

#include <optional>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The Report page, from the window.
class TestReportPage final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void showsWhatWillBeWritten();
    void changesWordsAndDepthWithTheReader();
    void leavesOutWhatACustomerIsAskedFor();
    void showsExamplesToWhoeverCanBuild();
    void leavesPartsOut();
    void namesTheFileAfterTicketAndCustomer();
    void savesInEachFormat_data();
    void savesInEachFormat();
    void saysWhenItCannotBeWritten();
    void copiesWordsAndPictures();
    void keepsTheTicketOfEachConnection();
    void hidesWhatIsPrivate();
    void followsTheRange();
    void takesAComparison();
    void savesAComparisonByItself();
    void leadsThereFromTheHeader();
    void fitsIntoASmallWindow();

private:
    void open(const QString& customer = u"Casa Brava Hotels"_s);
    [[nodiscard]] ReportView& view() const { return *m_window->findChild<ReportView*>(); }
    [[nodiscard]] QString paper() const { return view().findChild<ReportPreview*>()->text(); }
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

void TestReportPage::init()
{
    m_rig.emplace(m_clock, allPages());
    m_engine = &m_rig->engine;
    m_feed = &m_rig->feed;
    m_window = &m_rig->window;
    QVERIFY(m_window->isActiveWindow());
}

void TestReportPage::cleanup()
{
    m_rig.reset();
}

void TestReportPage::open(const QString& customer)
{
    m_window->findChild<SessionCommands*>()->openFile(
        Make::writeSession(m_rig->path(u"bursts.pacewatch"_s), Make::burstCreates(0s), customer));
    QTRY_VERIFY(m_window->shownConnection().has_value());
    QTRY_COMPARE(m_feed->histories().of(*m_window->shownConnection()).callCount(), 240);
    QTest::keyClick(m_window, Qt::Key_5, Qt::ControlModifier);
    QVERIFY(view().isVisible());
    QTRY_VERIFY(view().report().has_value());
}

void TestReportPage::showsWhatWillBeWritten()
{
    open();
    const QString text = paper();
    QVERIFY2(text.contains(u"Why calls from Casa Brava Hotels are refused"), qPrintable(text));
    QVERIFY2(text.contains(u"240"), qPrintable(text));
    QVERIFY(text.contains(u"What we found"));
    QVERIFY(text.contains(u"About this report"));
    QCOMPARE(view().report()->pictures.size(), 1);
    QVERIFY(view().report()->pictures.first().picture.width() >= 2 * 600);
    QVERIFY(find<ChoiceField>(u"reportRange"_s)->text().contains(u" to "));
}

void TestReportPage::changesWordsAndDepthWithTheReader()
{
    open();
    const QString customer = paper();
    QVERIFY2(!customer.contains(u"/contacts"), qPrintable(customer));
    auto* const reader = find<SegmentedControl>(u"reportReader"_s);
    QTest::keyClick(reader, Qt::Key_Right);
    QTRY_VERIFY(paper() != customer);
    QVERIFY2(paper().contains(u"What to change"), qPrintable(paper()));
    QVERIFY2(paper().contains(u"Send at most"), qPrintable(paper()));
    QVERIFY2(paper().contains(u"curl --globoff"), qPrintable(paper())); // without being asked
    QVERIFY(!paper().contains(u"Say to the customer"));
    QTest::keyClick(reader, Qt::Key_Right);
    QTRY_VERIFY(paper().contains(u"Say to the customer"));
    QVERIFY(paper().contains(u"Checked, nothing found"));
}

void TestReportPage::leavesOutWhatACustomerIsAskedFor()
{
    open();
    QVERIFY2(paper().contains(u"What to change"), qPrintable(paper()));
    QVERIFY2(paper().contains(u"Please create contacts with the bulk call"), qPrintable(paper()));
    auto* const part = find<CheckBox>(u"partChanges"_s);
    QVERIFY(part->isEnabled());
    part->click();
    QTRY_VERIFY(!paper().contains(u"What to change"));
    QVERIFY2(!paper().contains(u"Please "), qPrintable(paper()));
    QVERIFY2(paper().contains(u"Your system creates about 24 contacts at once"),
             qPrintable(paper()));
}

void TestReportPage::showsExamplesToWhoeverCanBuild()
{
    open();
    find<CheckBox>(u"partExamples"_s)->click();
    QTRY_VERIFY(paper().contains(u"Example calls that were refused"));
    QVERIFY(!paper().contains(u"curl"));
    QVERIFY(!paper().contains(u"X-RateLimit"));
    QTest::keyClick(find<SegmentedControl>(u"reportReader"_s), Qt::Key_Right);
    QTRY_VERIFY2(paper().contains(u"curl --globoff"), qPrintable(paper()));
    QVERIFY(paper().contains(u"X-RateLimit-Remaining: 80"));
    QVERIFY(paper().contains(u"All of the answer after "));
    QVERIFY(!paper().contains(u"ak_live"));
    QCOMPARE(view().report()->tables.first().listings.size(), 2);
    const QString path = m_rig->path(u"examples.md"_s);
    view().save(path); // the scan lets it pass
    QCOMPARE(find<FieldNote>(u"reportNote"_s)->tone(), FieldNote::Tone::Good);
}

void TestReportPage::leavesPartsOut()
{
    open();
    QTest::keyClick(find<SegmentedControl>(u"reportReader"_s), Qt::Key_Right);
    find<CheckBox>(u"partTimeline"_s)->click();
    QTRY_VERIFY(view().report()->pictures.isEmpty());
    find<CheckBox>(u"partSummary"_s)->click();
    QTRY_VERIFY(view().report()->figures.isEmpty());
    find<CheckBox>(u"partChanges"_s)->click();
    QTRY_VERIFY(!paper().contains(u"What to change"));
    find<CheckBox>(u"partCalls"_s)->click();
    QTRY_VERIFY(paper().contains(u"All calls"));
    QVERIFY(view().report()->tables.last().rows.size() >= 5);
    QCOMPARE(view().report()->tables.size(), 2); // to a developer examples are told
    QVERIFY(!view().report()->tables.first().rows.isEmpty());
    find<CheckBox>(u"partExamples"_s)->click();
    QTRY_COMPARE(view().report()->tables.size(), 1);
    QVERIFY(!paper().contains(u"Example calls"));
    find<CheckBox>(u"partFindings"_s)->click();
    QTRY_VERIFY(!paper().contains(u"What we found"));
    QVERIFY(paper().contains(u"About this report"));
}

void TestReportPage::namesTheFileAfterTicketAndCustomer()
{
    open(u"Casa/Brava: Hotels"_s);
    QTest::keyClicks(find<QLineEdit>(u"reportTicket"_s), u"SUP-20418"_s);
    QTRY_VERIFY(paper().contains(u"SUP-20418"));
    find<QPushButton>(u"saveReportButton"_s)->click();
    auto* const dialog = find<QFileDialog>(u"reportFileDialog"_s);
    QVERIFY(dialog != nullptr);
    QVERIFY2(
        dialog->selectedFiles().value(0).endsWith(u"SUP-20418 Casa-Brava- Hotels 2025-11-19.pdf"),
        qPrintable(dialog->selectedFiles().value(0)));
    dialog->reject();
}

void TestReportPage::savesInEachFormat_data()
{
    QTest::addColumn<int>("format");
    QTest::addColumn<QByteArray>("begins");
    QTest::newRow("PDF") << 0 << QByteArray("%PDF-1.");
    QTest::newRow("HTML") << 1 << QByteArray("<!DOCTYPE html>");
    QTest::newRow("Markdown") << 2 << QByteArray("Rate limit report, ");
}

void TestReportPage::savesInEachFormat()
{
    QFETCH(const int, format);
    QFETCH(const QByteArray, begins);
    open();
    auto* const formats = find<SegmentedControl>(u"reportFormat"_s);
    for (int i = 0; i < format; ++i) {
        QTest::keyClick(formats, Qt::Key_Right);
    }
    const QString path = m_rig->path(u"report"_s);
    view().save(path);
    QCOMPARE(find<FieldNote>(u"reportNote"_s)->text(), u"Saved as report."_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.startsWith(begins));
    QVERIFY(bytes.size() > 5000);
    QCOMPARE(file.permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
}

void TestReportPage::saysWhenItCannotBeWritten()
{
    open();
    view().save(u"/no/such/folder/report.pdf"_s);
    auto* const note = find<FieldNote>(u"reportNote"_s);
    QCOMPARE(note->tone(), FieldNote::Tone::Wrong);
    QVERIFY2(note->text().startsWith(u"The report could not be written."),
             qPrintable(note->text()));
}

void TestReportPage::copiesWordsAndPictures()
{
    open();
    find<QPushButton>(u"copyReportButton"_s)->click();
    const QMimeData* const data = QGuiApplication::clipboard()->mimeData();
    QVERIFY(data->text().contains(u"# Why calls from Casa Brava Hotels are refused"));
    QVERIFY(!data->text().contains(u"base64"));
    QVERIFY(data->data(u"text/markdown"_s).contains("](data:image/png;base64,"));
    QVERIFY(data->html().contains(u"<img src=\"data:image/png;base64,"));
    QCOMPARE(find<FieldNote>(u"reportNote"_s)->text(), u"Copied. Paste it into the ticket."_s);
}

void TestReportPage::keepsTheTicketOfEachConnection()
{
    open();
    const ConnectionId first = *m_window->shownConnection();
    QTest::keyClicks(find<QLineEdit>(u"reportTicket"_s), u"SUP-1"_s);
    m_window->findChild<SessionCommands*>()->openFile(Make::writeSession(
        m_rig->path(u"calm.pacewatch"_s), Make::spreadCreates(1h), u"Nordlys Optik"_s));
    QTRY_VERIFY(m_window->shownConnection() != first);
    QCOMPARE(find<QLineEdit>(u"reportTicket"_s)->text(), QString());
    QTRY_VERIFY(paper().contains(u"No calls from Nordlys Optik are refused"));
    QTest::keyClick(m_window, Qt::Key_1, Qt::AltModifier);
    QTRY_COMPARE(m_window->shownConnection(), std::optional(first));
    QCOMPARE(find<QLineEdit>(u"reportTicket"_s)->text(), u"SUP-1"_s);
}

void TestReportPage::hidesWhatIsPrivate()
{
    open(u"Casa Brava +34600123456"_s);
    QTest::keyClicks(find<QLineEdit>(u"reportTicket"_s), u"ana@example.com"_s);
    QTRY_VERIFY(paper().contains(u"[hidden]"));
    QTRY_VERIFY(!paper().contains(u"ana@example.com"));
    QVERIFY2(!paper().contains(u"600123456"), qPrintable(paper()));
}

void TestReportPage::followsTheRange()
{
    open();
    QMenu menu;
    emit find<ChoiceField>(u"reportRange"_s)->menuWanted(menu);
    QCOMPARE(menu.actions().size(), 4);
    const QString whole = find<ChoiceField>(u"reportRange"_s)->text();
    m_window->findChild<MonitorView*>()->range().select(
        {WallTime(1'763'546'400s), WallTime(1'763'546'400s + 70s)});
    QTRY_VERIFY(find<ChoiceField>(u"reportRange"_s)->text() != whole);
}

void TestReportPage::takesAComparison()
{
    open();
    const ConnectionId id = *m_window->shownConnection();
    QVERIFY(m_rig->trigger(u"Compare sessions…"_s));
    auto* const compare = m_window->findChild<CompareView*>();
    QCOMPARE(compare->before()->chosen(), std::optional(id));
    compare->after()->openFile(Make::writeSession(m_rig->path(u"calm.pacewatch"_s),
                                                  Make::spreadCreates(1h), u"After the fix"_s));
    QTRY_VERIFY(compare->comparison());
    find<QPushButton>(u"addToReportButton"_s)->click();
    QVERIFY(view().isVisible());
    QTRY_VERIFY(paper().contains(u"The refusals are gone"));
    QVERIFY(paper().contains(u"After the fix"));
    auto* const part = find<CheckBox>(u"partComparison"_s);
    QVERIFY(part->isVisible());
    part->click();
    QTRY_VERIFY(!paper().contains(u"The refusals are gone"));
}

void TestReportPage::savesAComparisonByItself()
{
    open();
    QVERIFY(m_rig->trigger(u"Compare sessions…"_s));
    auto* const compare = m_window->findChild<CompareView*>();
    compare->after()->openFile(Make::writeSession(m_rig->path(u"calm.pacewatch"_s),
                                                  Make::spreadCreates(1h), u"After the fix"_s));
    QTRY_VERIFY(compare->comparison());
    const QString path = m_rig->path(u"compared.md"_s);
    compare->save(path);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray text = file.readAll();
    QVERIFY2(text.contains("# The refusals are gone\n"), text.left(300).constData());
    QVERIFY(text.contains("| Refused calls | 140 | 0 | −100% |"));
    QCOMPARE(text.count("](data:image/png;base64,"), 2);
}

void TestReportPage::leadsThereFromTheHeader()
{
    open();
    QVERIFY(!find<QPushButton>(u"createReportButton"_s)->isVisible());
    QVERIFY(find<QPushButton>(u"compareButton"_s)->isVisible());
    QTest::keyClick(m_window, Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY(find<QPushButton>(u"createReportButton"_s)->isVisible());
    find<QPushButton>(u"createReportButton"_s)->click();
    QVERIFY(view().isVisible());
    QTest::keyClick(m_window, Qt::Key_1, Qt::ControlModifier);
    QTest::keyClick(m_window, Qt::Key_E, Qt::ControlModifier);
    QVERIFY(view().isVisible());
}

void TestReportPage::fitsIntoASmallWindow()
{
    open();
    m_window->resize(1024, 640);
    QTest::qWait(50);
    for (const QString& name : {u"saveReportButton"_s, u"copyReportButton"_s}) {
        auto* const button = find<QPushButton>(name);
        const QRect place(button->mapTo(m_window, QPoint()), button->size());
        QVERIFY(m_window->rect().contains(place));
        QVERIFY(button->width() >= button->minimumSizeHint().width());
    }
    QWidget* const sheet = view().findChild<ReportPreview*>()->paper();
    QVERIFY(sheet->width() <= view().width());
    QVERIFY(sheet->height() > sheet->width());
}

QTEST_MAIN(TestReportPage)
#include "tst_reportpage.moc"
