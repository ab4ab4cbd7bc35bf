#include "tests/support/createsessions.h"
#include "tests/ui/shell/windowrig.h"
#include "ui/controls/choicefield.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/shell/statusline.h"
#include "ui/views/compare/comparedtimeline.h"
#include "ui/views/compare/compareview.h"
#include "ui/views/compare/comparisontable.h"
#include "ui/views/compare/comparisonverdict.h"
#include "ui/views/compare/sessionchooser.h"

#include <QAction>
#include <QFile>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QTest>

#include <optional>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Two sessions side by side, from the window.
class TestComparePage final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void asksForTwoSessions();
    void saysWhatBecameOfTheRefusals();
    void drawsBothOnTheSameScales();
    void offersWhatIsOpenAndWhatIsRecent();
    void takesTheSessionThatWasShown();
    void turnsAround();
    void hidesNamesThatWereNotChosen();
    void forgetsASessionThatWasClosed();
    void saysWhyAFileIsNotOpened();
    void worksByKeys();
    void needsNoScrollingInALargeWindow();
    void fitsIntoASmallWindow();

private:
    QString writeSession(const QString& name, const QList<Exchange>& calls,
                         const QString& customer);
    void compareBoth();
    [[nodiscard]] CompareView& view() const { return *m_window->findChild<CompareView*>(); }
    [[nodiscard]] ComparisonVerdict& verdict() const
    {
        return *view().findChild<ComparisonVerdict*>();
    }
    [[nodiscard]] const QList<ComparisonTable::Line>& lines() const
    {
        return view().findChild<ComparisonTable*>()->lines();
    }
    [[nodiscard]] QStringList menuOf(SessionChooser* chooser) const;
    [[nodiscard]] QList<StillTimeline*> timelines() const
    {
        return view().findChildren<StillTimeline*>();
    }

    SystemClock m_clock;
    std::optional<WindowRig> m_rig;
    Engine* m_engine = nullptr;
    Feed* m_feed = nullptr;
    MainWindow* m_window = nullptr;
};

void TestComparePage::init()
{
    m_rig.emplace(m_clock);
    m_engine = &m_rig->engine;
    m_feed = &m_rig->feed;
    m_window = &m_rig->window;
    QVERIFY(m_window->isActiveWindow());
}

void TestComparePage::cleanup()
{
    m_rig.reset();
}

QString TestComparePage::writeSession(const QString& name, const QList<Exchange>& calls,
                                      const QString& customer)
{
    return Make::writeSession(m_rig->path(name), calls, customer);
}

/// Chooses the bursts before and the mended client after.
void TestComparePage::compareBoth()
{
    QVERIFY(m_rig->trigger(u"Compare sessions…"_s));
    QVERIFY(view().isVisible());
    view().before()->openFile(
        writeSession(u"before.pacewatch"_s, Make::burstCreates(0s), u"Casa Brava, before"_s));
    view().after()->openFile(
        writeSession(u"after.pacewatch"_s, Make::spreadCreates(1h), u"Casa Brava, after"_s));
    QTRY_VERIFY(view().comparison().has_value());
}

QStringList TestComparePage::menuOf(SessionChooser* chooser) const
{
    QMenu menu;
    emit chooser->field()->menuWanted(menu);
    QStringList texts;
    for (const QAction* const action : menu.actions()) {
        texts.append(action->text());
    }
    return texts;
}

void TestComparePage::asksForTwoSessions()
{
    QVERIFY(m_rig->trigger(u"Compare sessions…"_s));
    QVERIFY(view().isVisible());
    QCOMPARE(m_window->windowTitle(), u"Compare sessions — Pacewatch"_s);
    QVERIFY(verdict().text().startsWith(u"Choose two sessions"));
    QCOMPARE(view().before()->field()->text(), u"Choose a session"_s);
    QVERIFY(lines().isEmpty());
    QVERIFY(m_window->findChild<StatusLine*>()->text().contains(u"Nothing is compared yet."));
}

void TestComparePage::saysWhatBecameOfTheRefusals()
{
    compareBoth();
    QCOMPARE(verdict().title(), u"The refusals are gone"_s);
    QVERIFY2(verdict().text().startsWith(u"140 before, none after."), qPrintable(verdict().text()));
    QCOMPARE(lines().size(), 8);
    QCOMPARE(lines().at(0).name, u"Refused calls"_s);
    QCOMPARE(lines().at(0).before, u"140"_s);
    QCOMPARE(lines().at(0).after, u"0"_s);
    QCOMPARE(lines().at(0).change, u"−100%"_s);
    QCOMPARE(lines().at(0).tone, ChangeTone::Better);
    QCOMPARE(lines().at(1).tone, ChangeTone::Neutral);
    QCOMPARE(lines().at(2).name, u"Contacts created"_s);
    QVERIFY(m_window->findChild<StatusLine*>()->text().contains(u"Two saved sessions."));
    QCOMPARE(view().before()->field()->text(), u"Casa Brava, before"_s);
    QVERIFY(view().before()->field()->aside().startsWith(u"19 Nov, "));
}

void TestComparePage::drawsBothOnTheSameScales()
{
    compareBoth();
    QTRY_VERIFY(timelines().at(0)->content().highest > 24);
    QTRY_VERIFY(!timelines().at(1)->content().bars.bars.isEmpty());
    const TimelineContent& before = timelines().at(0)->content();
    const TimelineContent& after = timelines().at(1)->content();
    QCOMPARE(before.highest, after.highest);
    QCOMPARE(before.scale.slice.length(), after.scale.slice.length());
    QCOMPARE(before.scale.right - before.scale.left, after.scale.right - after.scale.left);
    QCOMPARE(before.bars.bucket, after.bars.bucket);
    auto* const range = view().findChild<SegmentedControl*>(u"compareRange"_s);
    const Duration five = before.scale.slice.length();
    QTest::keyClick(range, Qt::Key_Right);
    QTest::keyClick(range, Qt::Key_Right);
    QCOMPARE(range->current(), 2);
    QVERIFY(timelines().at(0)->content().scale.slice.length() >= five);
    QCOMPARE(timelines().at(0)->content().scale.slice.length(),
             timelines().at(1)->content().scale.slice.length());
}

void TestComparePage::offersWhatIsOpenAndWhatIsRecent()
{
    QVERIFY(QDir().mkpath(m_rig->path(u"sessions"_s)));
    (void)writeSession(u"sessions/one.pacewatch"_s, Make::burstCreates(0s), u"Yesterday & today"_s);
    compareBoth();
    QTRY_VERIFY(menuOf(view().before()).join(u'|').contains(u"Yesterday"));
    const QStringList texts = menuOf(view().before());
    QVERIFY2(texts.join(u'|').contains(u"Casa Brava, before\t19 Nov, "),
             qPrintable(texts.join(u'|')));
    QVERIFY(texts.join(u'|').contains(u"Yesterday && today"));
    QVERIFY(texts.contains(u"Open a file…"_s));
}

void TestComparePage::takesTheSessionThatWasShown()
{
    compareBoth();
    const ConnectionId id = *view().after()->chosen();
    m_engine->removeConnection(*view().before()->chosen());
    QTRY_VERIFY(!view().before()->chosen());
    // The side that is free takes it; the page of the connection leads here.
    m_engine->removeConnection(id);
    QTRY_VERIFY(!view().after()->chosen());
    std::optional<ConnectionId> opened;
    EvidenceCase evidence;
    evidence.parts = {{m_rig->path(u"before.pacewatch"_s), {}}};
    m_engine->openRecorded(
        evidence, m_window, [](qint64, qint64) {},
        [&opened](const Result<ConnectionId>& done) {
            opened = done ? std::optional(*done) : std::nullopt;
        });
    QTRY_VERIFY(opened && m_feed->connection(*opened) != nullptr);
    view().offer(*opened);
    QTRY_VERIFY(view().before()->chosen().has_value());
    QVERIFY(!view().after()->chosen());
}

void TestComparePage::turnsAround()
{
    compareBoth();
    const ConnectionId first = *view().before()->chosen();
    const ConnectionId second = *view().after()->chosen();
    view().before()->choose(second);
    view().after()->choose(first);
    QTRY_COMPARE(verdict().title(), u"Calls are refused now"_s);
    QVERIFY2(verdict().caveats().contains(u"made earlier"), qPrintable(verdict().caveats()));
    QCOMPARE(lines().at(0).tone, ChangeTone::Worse);
    QCOMPARE(lines().at(0).change, u"+140"_s);
}

void TestComparePage::hidesNamesThatWereNotChosen()
{
    compareBoth();
    QVERIFY(m_rig->trigger(u"Privacy mode"_s));
    const QString texts = menuOf(view().before()).join(u'|');
    QVERIFY(texts.contains(u"Casa Brava, before"));
    QVERIFY2(!texts.contains(u"Casa Brava, after"), qPrintable(texts));
}

void TestComparePage::forgetsASessionThatWasClosed()
{
    compareBoth();
    m_engine->removeConnection(*view().after()->chosen());
    QTRY_VERIFY(!view().after()->chosen());
    QVERIFY(!view().comparison());
    QVERIFY(lines().isEmpty());
    QVERIFY(verdict().text().startsWith(u"Choose two sessions"));
}

void TestComparePage::saysWhyAFileIsNotOpened()
{
    QVERIFY(m_rig->trigger(u"Compare sessions…"_s));
    QFile file(m_rig->path(u"no.pacewatch"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("this is no database");
    file.close();
    view().before()->openFile(file.fileName());
    auto* const message = m_window->findChild<MessageBar*>(u"windowMessage"_s);
    QTRY_VERIFY(message->isVisible());
    QCOMPARE(message->title(), u"The file was not opened."_s);
    QCOMPARE(view().before()->field()->text(), u"Choose a session"_s);
}

void TestComparePage::worksByKeys()
{
    compareBoth();
    QTest::keyClick(view().before()->field(), Qt::Key_Down);
    auto* const menu = view().before()->field()->findChild<QMenu*>(u"choiceMenu"_s);
    QTRY_VERIFY(menu && menu->isVisible());
    menu->close();
    QTRY_VERIFY(!timelines().at(0)->content().bars.bars.isEmpty());
    StillTimeline* const timeline = timelines().at(0);
    QTest::keyClick(timeline, Qt::Key_Right, Qt::ControlModifier);
    QVERIFY(timeline->crosshair().has_value());
    const WallTime at = *timeline->crosshair();
    QTest::keyClick(timeline, Qt::Key_Right);
    QVERIFY(*timeline->crosshair() > at);
    QTest::keyClick(timeline, Qt::Key_Escape);
    QVERIFY(!timeline->crosshair());
    QVERIFY(!timeline->accessibleDescription().isEmpty());
}

void TestComparePage::needsNoScrollingInALargeWindow()
{
    // The wrong order is a remark, which makes the result higher.
    QVERIFY(m_rig->trigger(u"Compare sessions…"_s));
    view().before()->openFile(
        writeSession(u"before.pacewatch"_s, Make::burstCreates(1h), u"Casa Brava, before"_s));
    view().after()->openFile(
        writeSession(u"after.pacewatch"_s, Make::spreadCreates(0s), u"Casa Brava, after"_s));
    QTRY_VERIFY(view().comparison().has_value());
    QVERIFY(view().comparison()->has(CompareCaveat::WrongOrder));
    m_window->resize(1440, 870);
    QTest::qWait(50);
    QCOMPARE(view().findChild<QScrollArea*>()->verticalScrollBar()->maximum(), 0);
    QVERIFY(timelines().at(0)->height() > timelines().at(0)->minimumSizeHint().height());
    QCOMPARE(timelines().at(0)->height(), timelines().at(1)->height());
}

void TestComparePage::fitsIntoASmallWindow()
{
    compareBoth();
    m_window->resize(1024, 640);
    QTest::qWait(50);
    auto* const scroll = view().findChild<QScrollArea*>();
    QVERIFY(scroll->verticalScrollBar()->maximum() > 0);
    QCOMPARE(scroll->horizontalScrollBar()->maximum(), 0);
    const QWidget* const page = scroll->widget();
    for (const QWidget* const part :
         {static_cast<QWidget*>(view().findChild<ComparisonTable*>()),
          static_cast<QWidget*>(timelines().at(0)), static_cast<QWidget*>(timelines().at(1))}) {
        const QRect place(part->mapTo(page, QPoint()), part->size());
        QVERIFY(page->rect().contains(place));
        QVERIFY(place.height() >= part->minimumSizeHint().height());
    }
}

QTEST_MAIN(TestComparePage)
#include "tst_comparepage.moc"
