#include "ui/models/exchangefilter.h"
#include "ui/models/exchangemodel.h"
#include "ui/privacy.h"

#include <QSignalSpy>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr WallTime Start{1'763'546'400s};

Exchange call(quint64 id, int status = 200, const QByteArray& target = "/contacts")
{
    Exchange exchange;
    exchange.id = ExchangeId(id);
    exchange.request.method = "GET";
    exchange.request.target = target;
    exchange.response.status = status;
    exchange.reading.isRateLimited = status == 429;
    exchange.arrivedWall = Start + std::chrono::seconds(id);
    exchange.took = 143ms;
    return exchange;
}

CallFilter typed(const QString& text)
{
    return *readCallFilter(text);
}

} // namespace

class TestExchangeFilter final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void countsWhatPasses();
    void countsWhatArrivesAndLeaves();
    void looksAtManyCallsInTurns();
    void startsAnewWhileItWorks();
    void takesCallsThatArriveMeanwhile();
    void picksCalls();
    void keepsARange();

private:
    using Choice = ExchangeFilter::Choice;
    [[nodiscard]] qsizetype wanted() const
    {
        const auto& calls = m_filter->calls();
        return std::count_if(calls.begin(), calls.end(), [this](const ExchangeFilter::Call& each) {
            return m_filter->isWanted(each);
        });
    }

    Privacy m_privacy;
    std::unique_ptr<ExchangeModel> m_model;
    std::unique_ptr<ExchangeFilter> m_filter;
};

void TestExchangeFilter::init()
{
    m_model = std::make_unique<ExchangeModel>(m_privacy, nullptr, 20'000);
    m_filter = std::make_unique<ExchangeFilter>();
    m_filter->setModel(m_model.get());
}

void TestExchangeFilter::countsWhatPasses()
{
    Exchange early = call(4, 429);
    early.tooEarlyBy = 1s;
    Exchange slow = call(5, 200, "/templates");
    slow.took = 2s;
    m_model->append({call(1), call(2, 500), call(3, 429), early, slow});
    QCOMPARE(m_filter->count(Choice::All), 5);
    QCOMPARE(m_filter->count(Choice::Refused), 2);
    QCOMPARE(m_filter->count(Choice::Early), 1);
    QCOMPARE(m_filter->count(Choice::Slow), 1);
    QCOMPARE(m_filter->count(Choice::OtherErrors), 1);
    m_filter->setFilter(typed(u"path:contacts"_s));
    QCOMPARE(m_filter->count(Choice::All), 4);
    QCOMPARE(m_filter->count(Choice::Slow), 0);
    m_filter->setChoice(Choice::Refused);
    QCOMPARE(m_filter->count(Choice::All), 4); // the choice does not change the numbers
    QCOMPARE(wanted(), 2);
}

void TestExchangeFilter::countsWhatArrivesAndLeaves()
{
    ExchangeModel small(m_privacy, nullptr, 10);
    m_filter->setFilter(typed(u"status:429"_s));
    m_filter->setModel(&small);
    QSignalSpy appended(m_filter.get(), &ExchangeFilter::appended);
    QSignalSpy dropped(m_filter.get(), &ExchangeFilter::dropped);
    for (quint64 id = 1; id <= 25; ++id) {
        small.append({call(id, id % 2 == 0 ? 429 : 200)});
    }
    QCOMPARE(m_filter->count(Choice::All), 5); // 16 to 25 are left
    QCOMPARE(appended.size(), 12);
    QCOMPARE(dropped.size(), 7);
    small.clear();
    QCOMPARE(m_filter->count(Choice::All), 0);
    m_filter->setModel(nullptr);
}

void TestExchangeFilter::looksAtManyCallsInTurns()
{
    QList<Exchange> many;
    for (quint64 id = 1; id <= 9000; ++id) {
        many.append(call(id, id % 9 == 0 ? 429 : 200));
    }
    m_model->append(many);
    QSignalSpy replaced(m_filter.get(), &ExchangeFilter::replaced);
    m_filter->setFilter(typed(u"status:429"_s));
    QVERIFY(m_filter->isWorking());
    QCOMPARE(m_filter->count(Choice::All), 9000); // until it is through
    QCOMPARE(replaced.size(), 0);
    QTRY_VERIFY(!m_filter->isWorking());
    QCOMPARE(m_filter->count(Choice::All), 1000);
    QCOMPARE(replaced.size(), 1);
}

void TestExchangeFilter::startsAnewWhileItWorks()
{
    QList<Exchange> many;
    for (quint64 id = 1; id <= 9000; ++id) {
        many.append(call(id, id % 9 == 0 ? 429 : 200));
    }
    m_model->append(many);
    m_filter->setFilter(typed(u"status:429"_s));
    m_filter->setFilter(typed(u"status:200"_s));
    QTRY_VERIFY(!m_filter->isWorking());
    QCOMPARE(m_filter->count(Choice::All), 8000);
}

void TestExchangeFilter::takesCallsThatArriveMeanwhile()
{
    QList<Exchange> many;
    for (quint64 id = 1; id <= 20'000; ++id) {
        many.append(call(id, 200));
    }
    m_model->append(many);
    m_filter->setFilter(typed(u"status:429"_s));
    QVERIFY(m_filter->isWorking());
    m_model->append({call(20'001, 429), call(20'002, 200)}); // and the two oldest leave
    QTRY_VERIFY(!m_filter->isWorking());
    QCOMPARE(m_filter->count(Choice::All), 1);
    QCOMPARE(m_filter->calls().front().number, 20'000);
}

void TestExchangeFilter::picksCalls()
{
    m_model->append({call(1), call(2, 429), call(3), call(4, 429)});
    m_filter->pick({ExchangeId(4), ExchangeId(1), ExchangeId(77)});
    QVERIFY(m_filter->isPicked());
    QCOMPARE(m_filter->count(Choice::All), 2);
    QCOMPARE(m_filter->count(Choice::Refused), 1);
    m_model->append({call(5)});
    QCOMPARE(m_filter->count(Choice::All), 2);
    m_filter->pick({});
    QCOMPARE(m_filter->count(Choice::All), 5);
}

void TestExchangeFilter::keepsARange()
{
    m_model->append({call(1), call(2), call(3), call(4)});
    m_filter->setRange(TimeSlice{Start + 2s, Start + 4s});
    QCOMPARE(wanted(), 2);
    QCOMPARE(m_filter->count(Choice::All), 4);
    m_filter->setRange({});
    QCOMPARE(wanted(), 4);
}

QTEST_GUILESS_MAIN(TestExchangeFilter)
#include "tst_exchangefilter.moc"
