#include "core/engine.h"
#include "core/store/sessionfile.h"
#include "ui/models/sessionmodel.h"
#include "ui/privacy.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// The table of a session that is read page by page.
class TestSessionModel final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void hasARowForEachCallAtOnce();
    void fetchesThePageThatIsLookedAt();
    void showsTheFirstOfAFilterAndThenAll();
    void showsWhatWasPicked();
    void goesBackToAllCalls();
    void keepsABoundedNumberOfPages();

private:
    static constexpr int Calls = 40'000;

    bool isOpened()
    {
        const std::optional<EngineState> state = m_engine->states().take();
        if (state && !state->recordings.isEmpty()) {
            m_recording = state->recordings.first();
        }
        return m_recording.id != ConnectionId{};
    }
    [[nodiscard]] QString text(int row, int column) const
    {
        return m_model->index(row, column).data().toString();
    }

    QTemporaryDir m_folder;
    SystemClock m_clock;
    ProfileShelf m_profiles = ProfileShelf::builtIn();
    Privacy m_privacy;
    std::unique_ptr<Engine> m_engine;
    Recording m_recording;
    std::unique_ptr<SessionModel> m_model;
};

void TestSessionModel::initTestCase()
{
    Result<SessionFile> file = SessionFile::open(m_folder.filePath(u"a.pacewatch"_s));
    QVERIFY(file.has_value());
    std::vector<Exchange> calls;
    for (int i = 0; i < Calls; ++i) {
        Exchange call;
        call.arrivedWall = WallTime(1'763'547'507s) + i * 10ms;
        call.request = {"GET", "/api/contacts/" + QByteArray::number(i), 1, {}};
        call.response.status = i % 100 == 99 ? 429 : 200;
        call.reading.isRateLimited = i % 100 == 99;
        calls.push_back(call);
    }
    QVERIFY(file->append(calls).has_value());
    QVERIFY(file->finish().has_value());
}

void TestSessionModel::init()
{
    m_engine = std::make_unique<Engine>(m_clock, m_profiles);
    EvidenceCase evidence;
    evidence.parts = {{m_folder.filePath(u"a.pacewatch"_s), {}}};
    m_recording = {};
    std::optional<ConnectionId> id;
    m_engine->openRecorded(
        evidence, this, [](qint64, qint64) {},
        [&](const Result<ConnectionId>& opened) { id = *opened; });
    QTRY_VERIFY(id.has_value());
    QTRY_VERIFY(isOpened());
    m_model = std::make_unique<SessionModel>(*m_engine, m_privacy, m_recording,
                                             "https://app.aisoule.com/api");
}

void TestSessionModel::cleanup()
{
    m_model.reset();
    m_engine.reset();
}

void TestSessionModel::hasARowForEachCallAtOnce()
{
    QCOMPARE(m_model->rowCount(), Calls);
    QVERIFY(m_model->isCounted());
    QCOMPARE(m_model->idAt(Calls - 1), ExchangeId(Calls));
    QCOMPARE(m_model->rowOf(ExchangeId(Calls)), std::optional(Calls - 1));
    QCOMPARE(m_model->rowOf(ExchangeId(Calls + 1)), std::nullopt);
}

void TestSessionModel::fetchesThePageThatIsLookedAt()
{
    const int middle = Calls / 2;
    QCOMPARE(text(middle, ExchangeModel::CallColumn), QString()); // asks for it
    QTRY_COMPARE(text(middle, ExchangeModel::CallColumn), u"GET /contacts/%1"_s.arg(middle));
    QVERIFY(m_model->exchangeAt(middle) != nullptr);
    QVERIFY(m_model->index(99, 0).data(ExchangeModel::IdRole).toULongLong() == 100ULL);
    (void)text(99, 0);
    QTRY_VERIFY(m_model->index(99, 0).data(ExchangeModel::RefusedRole).toBool());
}

void TestSessionModel::showsTheFirstOfAFilterAndThenAll()
{
    QSignalSpy counted(m_model.get(), &SessionModel::counted);
    m_model->ask(*readCallFilter(u"status:429"_s));
    QTRY_COMPARE(counted.size(), 1);
    QCOMPARE(m_model->rowCount(), Calls / 100);
    QTRY_COMPARE(text(0, ExchangeModel::CallColumn), u"GET /contacts/99"_s);
    QCOMPARE(m_model->rowOf(ExchangeId(101)), std::optional(1)); // the next one
    const int last = Calls / 100 - 1;
    (void)text(last, 0);
    QTRY_COMPARE(text(last, ExchangeModel::CallColumn), u"GET /contacts/%1"_s.arg(Calls - 1));
}

void TestSessionModel::showsWhatWasPicked()
{
    // The tester reads every row again and again, so it looks at a few.
    m_model->pick({ExchangeId(1)});
    const QAbstractItemModelTester tester(m_model.get());
    m_model->pick({ExchangeId(7), ExchangeId(31'000)});
    QCOMPARE(m_model->rowCount(), 2);
    (void)text(1, 0);
    QTRY_COMPARE(text(1, ExchangeModel::CallColumn), u"GET /contacts/30999"_s);
}

void TestSessionModel::goesBackToAllCalls()
{
    m_model->ask(*readCallFilter(u"path:nowhere"_s));
    QTRY_VERIFY(m_model->isCounted());
    QCOMPARE(m_model->rowCount(), 0);
    m_model->ask({});
    QCOMPARE(m_model->rowCount(), Calls);
    (void)text(0, 0);
    QTRY_COMPARE(text(0, ExchangeModel::CallColumn), u"GET /contacts/0"_s);
}

void TestSessionModel::keepsABoundedNumberOfPages()
{
    const int pages = Calls / SessionModel::PageRows;
    QVERIFY(pages > SessionModel::PagesKept);
    QSignalSpy changed(m_model.get(), &SessionModel::dataChanged);
    for (int page = 0; page < pages; ++page) {
        const int row = page * SessionModel::PageRows;
        QVERIFY(m_model->exchangeAt(row) != nullptr || changed.wait());
        QVERIFY(m_model->exchangeAt(row) != nullptr);
    }
    QVERIFY(m_model->exchangeAt(0) == nullptr); // it made room
}

QTEST_MAIN(TestSessionModel)
#include "tst_sessionmodel.moc"
