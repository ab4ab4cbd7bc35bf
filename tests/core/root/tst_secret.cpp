#include "core/secret.h"

#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestSecret final : public QObject
{
    Q_OBJECT

private slots:
    void showsDotsAndAtMostFourCharacters();
    void leavesNothingBehindWhenMoved();
    void doesNotScrubTheBytesOfOthers();
};

void TestSecret::showsDotsAndAtMostFourCharacters()
{
    QCOMPARE(Secret("ak_live_0123457Q2f").masked(), u"••••••••7Q2f"_s);
    QCOMPARE(Secret("short").masked(), u"••••••••"_s);
}

void TestSecret::leavesNothingBehindWhenMoved()
{
    Secret first("ak_live_0123457Q2f");
    Secret second(std::move(first));
    QVERIFY(first.isEmpty()); // NOLINT(bugprone-use-after-move): that is the promise
    QCOMPARE(second.reveal(), QByteArray("ak_live_0123457Q2f"));
    second = Secret();
    QVERIFY(second.isEmpty());
}

void TestSecret::doesNotScrubTheBytesOfOthers()
{
    const QByteArray bytes("ak_live_0123457Q2f");
    {
        const Secret secret(bytes);
        const Secret twin = secret.duplicate();
        QCOMPARE(twin.reveal(), bytes);
    }
    QCOMPARE(bytes, QByteArray("ak_live_0123457Q2f"));
}

QTEST_GUILESS_MAIN(TestSecret)
#include "tst_secret.moc"
