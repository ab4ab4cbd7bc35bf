#include "core/clock.h"
#include "core/engine.h"
#include "tests/support/fabricatedsession.h"
#include "ui/charts/brushstrip.h"
#include "ui/charts/callstrip.h"
#include "ui/charts/timerange.h"
#include "ui/controls/button.h"
#include "ui/controls/field.h"
#include "ui/controls/filterbox.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/icons.h"
#include "ui/models/callrows.h"
#include "ui/models/feed.h"
#include "ui/models/sessionmodel.h"
#include "ui/theme.h"
#include "ui/views/traffic/callcolumns.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/sessiontrafficview.h"
#include "ui/wording/wording.h"

#include <QAbstractButton>
#include <QAction>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>
#include <optional>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

/// The page of a session that is never held, over a real engine and a real file.
class TestSessionTraffic final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void countsTheQuickChoices();
    void filtersByWhatIsTyped();
    void countsWhatWasTypedForEachChoice();
    void namesWhatItCannotRead();
    void offersValuesOfItsCalls();
    void saysWhyThereIsNoCall();
    void showsTheCallsOfEachSecondAbove();
    void showsTheSharedRange();
    void remembersItsColumns();
    void sortsByAColumn();
    void sortsByNothingThatNoFileAnswers();
    void walksRefusalsInAnyOrder();
    void showsWhatWentOnAround();
    void showsTheLastOfManyChosenCalls();
    void comparesTwoCalls();
    void offersToExportWhatItShows();
    void answersTheLastOfManyQuestions();
    void stepsToRefusalsBeforeTheyAreKnown();
    void stepsBackToTheRefusalBefore();
    void keepsTheChosenCallWhenItsRowsAreMadeAnew();
    void tiesAndFoldsBursts();
    void opensAndClosesFolds();
    void findsTheCallsOfABurst();
    void unfoldsWhileItIsSorted();

private:
    [[nodiscard]] bool isGrouped() const { return model()->grouping() != nullptr; }
    [[nodiscard]] int firstFold() const;
    [[nodiscard]] ExchangeId chosen() const
    {
        const QModelIndexList rows = table()->selectionModel()->selectedRows();
        return rows.size() == 1 ? model()->idAt(rows.first().row()) : ExchangeId{};
    }

    static constexpr WallTime End{1'763'551'140s};
    static constexpr qsizetype Least = 52'000;

    QLineEdit* edit() const { return m_view->findChild<QLineEdit*>(u"filterEdit"_s); }
    QTableView* table() const { return m_view->findChild<QTableView*>(u"sessionCallTable"_s); }
    BrushStrip* strip() const { return m_view->findChild<BrushStrip*>(); }
    QString choice(CallChoice which) const
    {
        return m_view->findChild<SegmentedControl*>(u"callChoice"_s)->text(int(which));
    }
    CallStrip* around() const { return m_view->findChild<CallStrip*>(); }
    QString footer() const { return m_view->findChild<QLabel*>(u"callsFooter"_s)->text(); }
    SessionModel* model() const { return m_view->model(); }
    int rows() const { return model()->isCounted() ? model()->callCount() : -1; }
    void type(const QString& text) const;
    void choose(int row) const;
    [[nodiscard]] bool isCounted() const;
    [[nodiscard]] qint64 countOf(const QString& typed, CallChoice which);

    QTemporaryDir m_folder;
    SystemClock m_clock;
    ProfileShelf m_shelf = ProfileShelf::builtIn();
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Icons> m_icons;
    std::unique_ptr<Privacy> m_privacy;
    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<TimeRange> m_range;
    std::unique_ptr<PageContext> m_context;
    std::unique_ptr<SessionTrafficView> m_view;
    ConnectionId m_id{};
    QList<ConnectionId> m_exported;
};

void TestSessionTraffic::initTestCase()
{
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
    QVERIFY(writeStorms(m_folder.filePath(u"a.pacewatch"_s), End, Least));
}

void TestSessionTraffic::init()
{
    m_engine = std::make_unique<Engine>(m_clock, m_shelf);
    m_theme = std::make_unique<Theme>();
    m_icons = std::make_unique<Icons>(*m_theme);
    m_privacy = std::make_unique<Privacy>();
    m_feed = std::make_unique<Feed>(*m_engine);
    m_range = std::make_unique<TimeRange>();
    m_context = std::make_unique<PageContext>(
        PageContext{*m_engine,
                    *m_feed,
                    *m_theme,
                    *m_icons,
                    *m_privacy,
                    *m_range,
                    [](Page) {},
                    [](ConnectionId) {},
                    [](ConnectionId) {},
                    {},
                    [this](ConnectionId id) { m_exported.append(id); }});
    EvidenceCase evidence;
    evidence.parts = {{m_folder.filePath(u"a.pacewatch"_s), {}}};
    std::optional<ConnectionId> id;
    m_engine->openRecorded(
        evidence, this, [](qint64, qint64) {},
        [&](const Result<ConnectionId>& opened) { id = *opened; });
    QTRY_VERIFY(id && m_feed->recording(*id) != nullptr);
    m_id = *id;
    QVERIFY(m_feed->recording(m_id)->isLarge);
    QSettings().remove(u"traffic/foldBursts"_s);
    m_range->setPreset(TimeRange::Preset::All); // as the Monitor does
    m_view = std::make_unique<SessionTrafficView>(*m_context);
    m_view->resize(1240, 760);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
    m_view->showConnection(m_id);
}

void TestSessionTraffic::cleanup()
{
    m_view.reset();
    m_context.reset();
    m_feed.reset();
    m_engine.reset();
}

void TestSessionTraffic::type(const QString& text) const
{
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_Slash);
    QTRY_VERIFY(edit()->hasFocus());
    QTest::keyClicks(edit(), text);
}

void TestSessionTraffic::choose(int row) const
{
    table()->setCurrentIndex(model()->index(row, 0));
}

bool TestSessionTraffic::isCounted() const
{
    return !choice(CallChoice::All).contains(u'…') && !choice(CallChoice::Slow).contains(u'…');
}

/// What the file says.
qint64 TestSessionTraffic::countOf(const QString& typed, CallChoice which)
{
    CallFilter filter = *readCallFilter(typed);
    filter.choice = which;
    std::optional<qint64> number;
    m_engine->findRecorded(m_id, filter, {}, this,
                           [&](const Result<QList<ExchangeId>>& ids) { number = ids->size(); });
    return QTest::qWaitFor([&] { return number.has_value(); }) ? *number : -1;
}

void TestSessionTraffic::countsTheQuickChoices()
{
    QVERIFY(!choice(CallChoice::Refused).contains(u'…')); // known from the start
    QTRY_VERIFY(isCounted());
    auto* const choices = m_view->findChild<SegmentedControl*>(u"callChoice"_s);
    for (const CallChoice which : {CallChoice::OtherErrors, CallChoice::Slow, CallChoice::Early,
                                   CallChoice::Refused, CallChoice::All}) {
        choices->setCurrent(int(which));
        emit choices->chosen(int(which));
        const qint64 number = countOf({}, which);
        QVERIFY(number > 0);
        QTRY_COMPARE(rows(), number);
        QVERIFY2(choice(which).endsWith(Wording::count(number)), qPrintable(choice(which)));
    }
}

void TestSessionTraffic::filtersByWhatIsTyped()
{
    type(u"status:503 "_s);
    QCOMPARE(m_view->findChild<FilterBox*>()->chips(), QStringList{u"status:503"_s});
    QTRY_COMPARE(rows(), countOf(u"status:503"_s, CallChoice::All));
    QTRY_VERIFY(footer().contains(Wording::count(rows())));
    QTest::keyClick(edit(), Qt::Key_Backspace);
    for (int letters = 0; letters < 12; ++letters) {
        QTest::keyClick(edit(), Qt::Key_Backspace);
    }
    QTRY_COMPARE(rows(), m_feed->recording(m_id)->calls);
}

void TestSessionTraffic::countsWhatWasTypedForEachChoice()
{
    type(u"path:/templates "_s);
    const qint64 slow = countOf(u"path:/templates"_s, CallChoice::Slow);
    QVERIFY(slow > 0 && slow < countOf({}, CallChoice::Slow));
    QTRY_VERIFY(choice(CallChoice::Slow).endsWith(Wording::count(slow)));
}

void TestSessionTraffic::namesWhatItCannotRead()
{
    type(u"status:abc "_s);
    auto* const note = m_view->findChild<FieldNote*>(u"filterNote"_s);
    QTRY_VERIFY(note->isVisible());
    QCOMPARE(model()->callCount(), m_feed->recording(m_id)->calls);
}

void TestSessionTraffic::offersValuesOfItsCalls()
{
    QTRY_VERIFY(model()->exchangeAt(0) != nullptr);
    type(u"client:"_s);
    const auto* const offers = m_view->window()->findChild<FilterOffers*>();
    QVERIFY(offers != nullptr);
    QTRY_VERIFY(!offers->findItems(u"client:Booking-Sync/2.1"_s, Qt::MatchStartsWith).isEmpty());
}

void TestSessionTraffic::saysWhyThereIsNoCall()
{
    type(u"path:/nowhere "_s);
    auto* const title = m_view->findChild<QLabel*>(u"emptyTitle"_s);
    QTRY_VERIFY(isCounted() && title->isVisible());
    QTRY_COMPARE(title->text(), u"No call matches the filter"_s);
    QTest::mouseClick(m_view->findChild<Button*>(u"emptyAction"_s), Qt::LeftButton);
    QTRY_COMPARE(rows(), m_feed->recording(m_id)->calls);
    QVERIFY(m_view->findChild<FilterBox*>()->text().isEmpty());
}

void TestSessionTraffic::showsTheCallsOfEachSecondAbove()
{
    const auto total = [this] {
        CallCount all;
        for (const CallBar& bar : strip()->bars().bars) {
            all.allowed += bar.all.allowed;
            all.refused += bar.all.refused;
        }
        return all;
    };
    QVERIFY(strip()->isVisible());
    QTRY_COMPARE(total().total(), m_feed->recording(m_id)->calls);
    QCOMPARE(total().refused, m_feed->connection(m_id)->refused);
}

void TestSessionTraffic::showsTheSharedRange()
{
    auto* const all = m_view->findChild<Button*>(u"showAllButton"_s);
    QVERIFY(!all->isVisible());
    const WallTime end = m_feed->recording(m_id)->last;
    m_range->select({end - 2h, end - 1h});
    QTRY_VERIFY(all->isVisible() && rows() > 0 && rows() < m_feed->recording(m_id)->calls);
    QTRY_VERIFY(model()->exchangeAt(0) != nullptr);
    QVERIFY(model()->exchangeAt(0)->arrivedWall >= end - 2h);
    QTRY_VERIFY(all->text().contains(Wording::count(m_feed->recording(m_id)->calls)));
    QTest::mouseClick(all, Qt::LeftButton);
    QTRY_COMPARE(rows(), m_feed->recording(m_id)->calls);
    QVERIFY(m_range->isPreset());
    QVERIFY(!all->isVisible());
}

void TestSessionTraffic::remembersItsColumns()
{
    const auto toggle = [this](int column) {
        QMenu menu;
        m_view->findChild<CallColumns*>()->fillMenu(menu);
        menu.actions().at(column - 1)->toggle();
        emit menu.aboutToHide();
    };
    const auto isHidden
        = [this](int column) { return table()->horizontalHeader()->isSectionHidden(column); };
    QVERIFY(isHidden(ExchangeModel::ClientColumn));
    toggle(ExchangeModel::ClientColumn);
    toggle(ExchangeModel::WaitColumn);
    table()->horizontalHeader()->moveSection(1, 3);
    m_view = std::make_unique<SessionTrafficView>(*m_context);
    m_view->resize(1240, 760);
    m_view->show();
    m_view->showConnection(m_id);
    QVERIFY(!isHidden(ExchangeModel::ClientColumn));
    QVERIFY(isHidden(ExchangeModel::WaitColumn));
    QCOMPARE(table()->horizontalHeader()->visualIndex(ExchangeModel::CallColumn), 3);
    table()->horizontalHeader()->moveSection(3, 1);
    toggle(ExchangeModel::ClientColumn);
    toggle(ExchangeModel::WaitColumn);
}

void TestSessionTraffic::sortsByAColumn()
{
    QHeaderView* const header = table()->horizontalHeader();
    header->setSortIndicator(ExchangeModel::TookColumn, Qt::DescendingOrder);
    const auto took = [this](int row) {
        const Exchange* const call = model()->exchangeAt(row);
        return call != nullptr ? call->took : Duration(-1);
    };
    QTRY_COMPARE(took(0), Duration(2400ms));
    QTRY_COMPARE(rows(), m_feed->recording(m_id)->calls);
    const int slow = int(countOf({}, CallChoice::Slow));
    QTRY_COMPARE(took(slow - 1), Duration(2400ms));
    QTRY_VERIFY(took(slow) > Duration::zero() && took(slow) < Duration(2s));
    // Pages further down stand in that order too.
    QTRY_VERIFY(took(rows() - 1) >= Duration::zero());
    QTRY_VERIFY(took(30'000) >= took(30'001));
    header->setSortIndicator(-1, Qt::AscendingOrder);
    QTRY_VERIFY(model()->exchangeAt(0) != nullptr && model()->idAt(0) == ExchangeId(1));
}

void TestSessionTraffic::sortsByNothingThatNoFileAnswers()
{
    QHeaderView* const header = table()->horizontalHeader();
    header->setSortIndicator(ExchangeModel::NoteColumn, Qt::AscendingOrder);
    QCOMPARE(header->sortIndicatorSection(), -1);
    QTRY_COMPARE(rows(), m_feed->recording(m_id)->calls);
    QCOMPARE(model()->idAt(0), ExchangeId(1));
}

void TestSessionTraffic::walksRefusalsInAnyOrder()
{
    table()->setFocus();
    const auto isRefused = [this] {
        const int row = table()->currentIndex().row();
        const Exchange* const call = row >= 0 ? model()->exchangeAt(row) : nullptr;
        return call != nullptr && call->isRefused();
    };
    QTRY_VERIFY((QTest::keyClick(table(), Qt::Key_N), isRefused()));
    const int first = table()->currentIndex().row();
    QTest::keyClick(table(), Qt::Key_N);
    QVERIFY(table()->currentIndex().row() > first);
    table()->horizontalHeader()->setSortIndicator(ExchangeModel::TookColumn, Qt::DescendingOrder);
    QTRY_VERIFY(rows() > 0 && model()->idAt(0) != ExchangeId(1));
    QTest::keyClick(table(), Qt::Key_N);
    QTRY_VERIFY(isRefused());
}

void TestSessionTraffic::showsWhatWentOnAround()
{
    QTRY_VERIFY(model()->exchangeAt(20'000) != nullptr);
    QTRY_VERIFY(isGrouped());
    QTRY_VERIFY(model()->exchangeAt(20'000) != nullptr);
    choose(20'000);
    QTRY_VERIFY(around() != nullptr
                && around()->surroundings().at == model()->exchangeAt(20'000)->arrivedWall);
    QVERIFY(!around()->surroundings().calls.isEmpty());
}

void TestSessionTraffic::showsTheLastOfManyChosenCalls()
{
    QTRY_VERIFY(isGrouped());
    for (int row = 100; row <= 140; ++row) {
        choose(row);
    }
    QTRY_VERIFY(model()->exchangeAt(140) != nullptr);
    QTRY_VERIFY(around() != nullptr && model()->exchangeAt(140) != nullptr
                && around()->surroundings().at == model()->exchangeAt(140)->arrivedWall);
}

void TestSessionTraffic::comparesTwoCalls()
{
    QTRY_VERIFY(isGrouped());
    choose(7);
    table()->selectionModel()->select(model()->index(9, 0),
                                      QItemSelectionModel::Select | QItemSelectionModel::Rows);
    auto* const text = m_view->findChild<QWidget*>(u"compareText"_s);
    QTRY_VERIFY(text != nullptr && text->isVisible());
}

void TestSessionTraffic::offersToExportWhatItShows()
{
    QTest::mouseClick(m_view->findChild<Button*>(u"exportButton"_s), Qt::LeftButton);
    QCOMPARE(m_exported, QList<ConnectionId>{m_id});
}

/// Questions that came too fast are never asked of the file.
void TestSessionTraffic::answersTheLastOfManyQuestions()
{
    type(u"path:contacts"_s);
    for (int step = 0; step < 8; ++step) {
        const WallTime end = m_feed->recording(m_id)->last;
        m_range->select({end - 4h + step * 10min, end - 1h});
        QCoreApplication::processEvents();
    }
    // What was typed is asked a moment later than the range.
    QTRY_VERIFY(isCounted() && rows() > 0 && model()->exchangeAt(0) != nullptr
                && model()->exchangeAt(0)->request.target.contains("contacts"));
    QVERIFY(model()->exchangeAt(0)->arrivedWall >= m_range->slice().from);
}

/// The keys are pressed in the very moment the page is there, as people who know it do.
void TestSessionTraffic::stepsToRefusalsBeforeTheyAreKnown()
{
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_N, Qt::ShiftModifier);
    QTRY_VERIFY(table()->currentIndex().isValid());
    QTRY_VERIFY(model()->exchangeAt(table()->currentIndex().row()) != nullptr);
    QVERIFY(model()->exchangeAt(table()->currentIndex().row())->isRefused());
    QVERIFY(table()->currentIndex().row() > model()->rowCount() / 2);
}

void TestSessionTraffic::stepsBackToTheRefusalBefore()
{
    QTRY_VERIFY(isGrouped());
    choose(model()->rowCount() / 2);
    table()->setFocus();
    int before = table()->currentIndex().row();
    for (int step = 0; step < 5; ++step) {
        QTest::keyClick(table(), Qt::Key_N, Qt::ShiftModifier);
        const int row = table()->currentIndex().row();
        QVERIFY(row < before);
        QTRY_VERIFY(model()->exchangeAt(row) != nullptr);
        QVERIFY(model()->exchangeAt(row)->isRefused());
        before = row;
    }
    QTest::keyClick(table(), Qt::Key_N);
    QVERIFY(table()->currentIndex().row() > before);
    // No refusal is shown, and then no call at all.
    type(u"status:503 "_s);
    QTRY_VERIFY(rows() > 0 && rows() < 10'000);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_N);
    QCOMPARE(chosen(), ExchangeId{});
    type(u"path:nowhere "_s);
    QTRY_COMPARE(rows(), 0);
    table()->setFocus();
    QTest::keyClick(table(), Qt::Key_N, Qt::ShiftModifier);
    QVERIFY(!table()->currentIndex().isValid());
}

void TestSessionTraffic::keepsTheChosenCallWhenItsRowsAreMadeAnew()
{
    // Before it is known which calls belong together: then the rows are made anew.
    choose(20'000);
    const ExchangeId call = model()->idAt(20'000);
    QCOMPARE(chosen(), call);
    QTRY_VERIFY(isGrouped());
    QVERIFY(model()->rowCount() < m_feed->recording(m_id)->calls);
    QCOMPARE(chosen(), call); // its fold was opened for it, if it is in one
    // A filter that lets it through, and one that does not.
    const int row = *model()->rowOf(call);
    QTRY_VERIFY(model()->exchangeAt(row) != nullptr);
    choose(row);
    const ExchangeId kept = chosen();
    type(u"path:api "_s);
    QTRY_VERIFY(isCounted() && model()->isCounted());
    QTRY_COMPARE(chosen(), kept);
    type(u"path:nowhere "_s);
    QTRY_COMPARE(model()->rowCount(), 0);
    QCOMPARE(chosen(), ExchangeId{});
}

int TestSessionTraffic::firstFold() const
{
    for (int row = 0; row < model()->rowCount(); ++row) {
        if (model()->isFold(row)) {
            return row;
        }
    }
    return -1;
}

void TestSessionTraffic::tiesAndFoldsBursts()
{
    QTRY_VERIFY(isGrouped());
    QCOMPARE(model()->callCount(), m_feed->recording(m_id)->calls);
    const int fold = firstFold();
    QVERIFY(fold > 1);
    const auto text
        = [this](int row, int column) { return model()->index(row, column).data().toString(); };
    QTRY_VERIFY(!text(fold, ExchangeModel::TimeColumn).isEmpty());
    const int folded = model()->index(fold, 0).data(CallRows::FoldedRole).toInt();
    QVERIFY(folded >= CallRows::LeastFolded);
    QVERIFY2(
        text(fold, ExchangeModel::TimeColumn).startsWith(u"%1 more of burst 1, all "_s.arg(folded)),
        qPrintable(text(fold, ExchangeModel::TimeColumn)));
    // Its neighbours are of the burst too, and say their place in it.
    for (const int row : {fold - 1, fold, fold + 1}) {
        QCOMPARE(model()->index(row, 0).data(CallRows::TieRole).toInt(),
                 int(CallGroups::Kind::Burst));
    }
    QTRY_VERIFY(text(fold - 1, ExchangeModel::NoteColumn).startsWith(u"Burst 1, "));
    QCOMPARE(model()->rowOf(model()->idAt(fold)), std::optional(fold));
    QTRY_VERIFY(footer().contains(Wording::count(m_feed->recording(m_id)->calls)));
}

void TestSessionTraffic::opensAndClosesFolds()
{
    QTRY_VERIFY(isGrouped());
    const int fold = firstFold();
    const int rows = model()->rowCount();
    const int folded = model()->index(fold, 0).data(CallRows::FoldedRole).toInt();
    const ExchangeId behind = model()->idAt(fold + 1);
    table()->setFocus();
    choose(fold);
    QTest::keyClick(table(), Qt::Key_Right);
    QCOMPARE(model()->rowCount(), rows + folded);
    QVERIFY(model()->index(fold, 0).data(CallRows::OpenRole).toBool());
    QCOMPARE(model()->idAt(fold), model()->idAt(fold + 1)); // its first call stands below
    QCOMPARE(model()->idAt(fold + 1 + folded), behind);
    choose(fold + 2);
    QTest::keyClick(table(), Qt::Key_Left);
    QCOMPARE(model()->rowCount(), rows);
    QCOMPARE(table()->currentIndex().row(), fold);
    QTest::keyClick(table(), Qt::Key_Return);
    QCOMPARE(model()->rowCount(), rows + folded);
    auto* const box = m_view->findChild<QAbstractButton*>(u"foldBursts"_s);
    QVERIFY(box->isVisible() && box->isChecked());
    box->click();
    QCOMPARE(model()->rowCount(), m_feed->recording(m_id)->calls);
    box->click();
    QCOMPARE(model()->rowCount(), rows + folded); // what was open stays open
}

void TestSessionTraffic::findsTheCallsOfABurst()
{
    type(u"burst:2 "_s);
    QTRY_VERIFY(isGrouped());
    const QList<ExchangeId> calls = model()->grouping()->callsOf(2);
    QVERIFY(calls.size() >= CallGroups::LeastBurst);
    QTRY_COMPARE(model()->callCount(), calls.size());
    QTRY_VERIFY(isCounted());
    QVERIFY2(choice(CallChoice::All).endsWith(Wording::count(calls.size())),
             qPrintable(choice(CallChoice::All)));
}

void TestSessionTraffic::unfoldsWhileItIsSorted()
{
    QTRY_VERIFY(isGrouped() && firstFold() > 0);
    table()->horizontalHeader()->setSortIndicator(ExchangeModel::TookColumn, Qt::DescendingOrder);
    QTRY_COMPARE(rows(), m_feed->recording(m_id)->calls);
    QCOMPARE(firstFold(), -1);
    QCOMPARE(model()->index(0, 0).data(CallRows::TieRole).toInt(), int(CallGroups::Kind::None));
}

QTEST_MAIN(TestSessionTraffic)
#include "tst_sessiontraffic.moc"
