#include "core/pacing/retrypolicy.h"

#include <QTest>

using namespace Pacewatch;
using namespace std::chrono_literals;

class TestRetryPolicy final : public QObject
{
    Q_OBJECT

private slots:
    void isDoneAfterSuccess();
    void neverRepeatsWhatIsWrong();
    void waitsAsTold();
    void fallsBackToThirtySeconds();
    void givesUpAfterThreeRetries();
    void leavesServerErrorsOpen();
    void repeatsWhatNeverLeft();
    void leavesALostCallOpen();
};

void TestRetryPolicy::isDoneAfterSuccess()
{
    QCOMPARE(RetryPolicy().afterAnswer(201, {}, 1, false).kind, NextStep::Kind::Done);
}

void TestRetryPolicy::neverRepeatsWhatIsWrong()
{
    for (const int status : {400, 401, 402, 403, 404, 409, 413, 422}) {
        QCOMPARE(RetryPolicy().afterAnswer(status, {}, 1, true).kind, NextStep::Kind::GiveUp);
    }
}

void TestRetryPolicy::waitsAsTold()
{
    Reading reading;
    reading.isRateLimited = true;
    reading.retryAfter = 15s;
    QCOMPARE(RetryPolicy().afterAnswer(429, reading, 1, false),
             (NextStep{NextStep::Kind::SendAgain, 15s}));
}

void TestRetryPolicy::fallsBackToThirtySeconds()
{
    QCOMPARE(RetryPolicy().afterAnswer(429, {}, 1, false).wait, Duration(30s));
}

void TestRetryPolicy::givesUpAfterThreeRetries()
{
    RetryHints eager;
    eager.maxRetries = 50;
    const RetryPolicy policy(eager);
    QCOMPARE(policy.afterAnswer(429, {}, 3, false).kind, NextStep::Kind::SendAgain);
    QCOMPARE(policy.afterAnswer(429, {}, 4, false).kind, NextStep::Kind::GiveUp);
    QCOMPARE(policy.afterFailure(false, 4, false).kind, NextStep::Kind::GiveUp);
}

void TestRetryPolicy::leavesServerErrorsOpen()
{
    QCOMPARE(RetryPolicy().afterAnswer(502, {}, 1, false).kind, NextStep::Kind::Unknown);
    QCOMPARE(RetryPolicy().afterAnswer(502, {}, 1, true),
             (NextStep{NextStep::Kind::SendAgain, 1s}));
}

void TestRetryPolicy::repeatsWhatNeverLeft()
{
    QCOMPARE(RetryPolicy().afterFailure(false, 1, false).wait, Duration(1s));
    QCOMPARE(RetryPolicy().afterFailure(false, 2, false).wait, Duration(2s));
    QCOMPARE(RetryPolicy().afterFailure(false, 3, false).wait, Duration(4s));
}

void TestRetryPolicy::leavesALostCallOpen()
{
    QCOMPARE(RetryPolicy().afterFailure(true, 1, false).kind, NextStep::Kind::Unknown);
    QCOMPARE(RetryPolicy().afterFailure(true, 1, true).kind, NextStep::Kind::SendAgain);
}

QTEST_GUILESS_MAIN(TestRetryPolicy)
#include "tst_retrypolicy.moc"
