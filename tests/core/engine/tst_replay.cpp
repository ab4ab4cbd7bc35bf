#include "core/engine/replay.h"
#include "tests/support/calls.h"

#include <QTest>

#include <algorithm>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

class TestReplay final : public QObject
{
    Q_OBJECT

private slots:
    void namesTheWindowThatTheHeadersSpeakOf();
    void keepsWhatTheFileTold();

private:
    [[nodiscard]] std::optional<qint64> leftOfTheMinute(const QList<LeftAfter>& told);

    ProfileShelf m_shelf = ProfileShelf::builtIn();
};

/// In the answer to a call that comes with what its file @p told; 80 by its headers.
std::optional<qint64> TestReplay::leftOfTheMinute(const QList<LeftAfter>& told)
{
    const SessionFacts facts{{}, u"aisoule"_s, {}, "https://app.aisoule.com/api"};
    Replay replay(ConnectionId{}, facts, m_shelf);
    Exchange call = Make::Call(1s).path("GET", "/api/contacts");
    call.response.headers.append("X-RateLimit-Limit", "100");
    call.response.headers.append("X-RateLimit-Remaining", "80");
    call.left = told;
    const QList<LeftAfter> left = replay.add(call).left;
    const auto minute = std::find_if(
        left.begin(), left.end(), [](const LeftAfter& each) { return each.window == u"minute"; });
    return minute == left.end() ? std::nullopt : std::optional(minute->remaining);
}

void TestReplay::namesTheWindowThatTheHeadersSpeakOf()
{
    QCOMPARE(leftOfTheMinute({}), std::optional<qint64>(80));
    QCOMPARE(leftOfTheMinute({{u"default"_s, 80, 100}}), std::optional<qint64>(80));
}

void TestReplay::keepsWhatTheFileTold()
{
    QCOMPARE(leftOfTheMinute({{u"minute"_s, 7, 100}}), std::optional<qint64>(7));
}

QTEST_GUILESS_MAIN(TestReplay)
#include "tst_replay.moc"
