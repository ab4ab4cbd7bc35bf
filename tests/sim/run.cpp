#include "tests/sim/run.h"

#include "core/queue/dispatcher.h"
#include "tests/sim/bounds.h"
#include "tests/sim/virtualnetwork.h"
#include "tests/support/fakeclock.h"

#include <cmath>

namespace Pacewatch {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

WallTime calendarOf(std::mt19937_64& random)
{
    // A random phase within the minute, and a clock that is up to 3 s off: one and the same thing
    // here, because nobody reads our own calendar.
    const auto milliseconds = static_cast<qint64>(random() % 66'000);
    return WallTime(1'763'546'400s + std::chrono::milliseconds(milliseconds));
}

QList<Policy> policiesOf(const Stage& stage)
{
    QList<Policy> policies;
    for (const ModelWindow& rule : stage.windows) {
        Policy policy;
        policy.name = rule.name;
        policy.limit = rule.limit;
        policy.window = rule.window;
        policy.inHeaders = rule.showsCount;
        policies.append(policy);
    }
    return policies;
}

Duration boundOf(const Stage& stage, GatewayModel::Kind kind, WallTime calendar)
{
    return kind == GatewayModel::Kind::Fixed ? fixedBound(stage.sends, stage.windows, calendar)
                                             : slidingBound(stage.sends, stage.windows);
}

Score scoreOf(const GatewayModel& gateway, Instant start)
{
    Score score;
    score.accepted = gateway.accepted();
    score.refused = gateway.refused();
    score.makespan = gateway.lastAccepted() - start;
    return score;
}

/// The strategies that know nothing of windows: a rate or a number of workers, and a wait.
class NaiveClient final
{
public:
    NaiveClient(FakeClock& clock, SendPort& port, const Stage& stage, Naive strategy)
        : m_clock(clock)
        , m_port(port)
        , m_strategy(strategy)
        , m_wait(stage.refusalWait)
        , m_left(stage.sends)
        , m_bell(clock.makeBell([this] { emitOne(); }))
    {
        const ModelWindow& fast = stage.windows.front();
        const ModelWindow& slow = stage.windows.back();
        m_period = strategy == Naive::EmitAtNinety ? fast.window * 10 / (fast.limit * 9)
                                                   : slow.window / slow.limit;
        m_next = clock.now();
        if (strategy == Naive::BackOff || strategy == Naive::WaitAsAsked) {
            const int workers = fast.limit > 50 ? 20 : 4;
            for (int worker = 0; worker < workers; ++worker) {
                m_workers.push_back(std::make_unique<Worker>());
                Worker* made = m_workers.back().get();
                made->bell = clock.makeBell([this, made] { repeat(*made); });
                begin(*made);
            }
        } else {
            emitOne();
        }
    }

    [[nodiscard]] qint64 accepted() const { return m_accepted; }
    [[nodiscard]] qint64 refused() const { return m_refused; }

private:
    void emitOne()
    {
        if (m_left == 0) {
            return;
        }
        --m_left;
        send([this](bool isAccepted) {
            if (!isAccepted) {
                ++m_left;
                m_next = std::max(m_next, m_clock.now() + m_wait);
                m_bell->armAt(m_next);
            }
        });
        m_next = std::max(m_next, m_clock.now()) + m_period;
        m_bell->armAt(m_next);
    }

    struct Worker
    {
        std::unique_ptr<Bell> bell;
        int failures = 0;
    };

    void begin(Worker& worker)
    {
        worker.failures = 0;
        if (m_left > 0) {
            --m_left;
            repeat(worker);
        }
    }

    void repeat(Worker& worker)
    {
        send([this, &worker](bool isAccepted) {
            if (isAccepted) {
                begin(worker);
                return;
            }
            const Duration wait = m_strategy == Naive::WaitAsAsked
                ? m_wait
                : Duration(1s) * (1 << std::min(worker.failures, 3));
            worker.bell->armAt(m_clock.now() + wait);
            ++worker.failures;
        });
    }

    void send(const std::function<void(bool)>& done)
    {
        SendCallbacks callbacks;
        callbacks.firstByteSent = [] {};
        callbacks.answered = [this, done](const SendAnswer& answer) {
            const bool isAccepted = answer.status == 200;
            ++(isAccepted ? m_accepted : m_refused);
            done(isAccepted);
        };
        m_port.send({}, 1, callbacks);
    }

    FakeClock& m_clock;
    SendPort& m_port;
    Naive m_strategy;
    Duration m_wait;
    Duration m_period{};
    qint64 m_left;
    qint64 m_accepted = 0;
    qint64 m_refused = 0;
    Instant m_next{};
    std::unique_ptr<Bell> m_bell;
    std::vector<std::unique_ptr<Worker>> m_workers;
};

/// Somebody else's calls with the same key, at random.
class Others final
{
public:
    Others(FakeClock& clock, VirtualNetwork& network, std::mt19937_64& random, double perSecond)
        : m_bell(clock.makeBell([this, &clock, &network, &random, perSecond] {
            network.sendForeign();
            const double share = (static_cast<double>(random() >> 11) + 1) / 9007199254740993.0;
            m_bell->armAt(clock.now() + fromSeconds(-std::log(share) / perSecond));
        }))
    {
        if (perSecond > 0) {
            m_bell->armAt(clock.now());
        }
    }

private:
    std::unique_ptr<Bell> m_bell;
};

} // namespace

Stage aisoule()
{
    return {u"AIsoule"_s,
            {{u"second"_s, 10, 1s, false, false}, {u"minute"_s, 100, 60s, true, true}},
            1000,
            u"minute"_s,
            30s};
}

Stage connexeaseOlder()
{
    return {u"Connexease 100/s"_s,
            {{u"second"_s, 100, 1s, true, false}, {u"minute"_s, 1000, 60s, true, false}},
            10'000,
            {},
            1s};
}

Stage connexeaseNewer()
{
    return {u"Connexease 80/s"_s,
            {{u"second"_s, 80, 1s, true, false}, {u"minute"_s, 4800, 60s, true, false}},
            10'000,
            {},
            1s};
}

Score playQueue(const Stage& stage, GatewayModel::Kind kind, quint64 seed, double foreignPerSecond)
{
    std::mt19937_64 random(seed);
    FakeClock clock;
    const Instant start = clock.now();
    const WallTime calendar = calendarOf(random);
    GatewayModel gateway(kind, stage.windows, calendar - start.time_since_epoch(),
                         random() % 2 == 0, stage.refusalWait);
    VirtualNetwork network(clock, gateway, random());
    LimiterSettings settings;
    settings.headerWindow = stage.headerWindow;
    settings.seed = seed;
    Limiter limiter(policiesOf(stage), settings);
    quint64 lastId = 0;
    Dispatcher dispatcher(clock, limiter, &network, {}, [&] { return ItemId{++lastId}; }, {});
    Pace pace;
    pace.concurrency = 0;
    dispatcher.setPace(pace);
    (void)dispatcher.setTarget(SendTarget::Practice);
    QList<SendDraft> drafts;
    for (qint64 number = 0; number < stage.sends; ++number) {
        drafts.append({QByteArrayLiteral("POST"), QByteArrayLiteral("/messages/send"), {}, {}});
    }
    dispatcher.enqueue(drafts);

    const Others others(clock, network, random, foreignPerSecond);
    if (!dispatcher.start()) {
        return {};
    }
    const Instant giveUp = start + std::chrono::hours(2);
    while (dispatcher.queue().waiting() + dispatcher.queue().inTheAir() > 0 && clock.now() < giveUp
           && clock.advanceToNextBell()) { }
    Score score = scoreOf(gateway, start);
    score.refused = dispatcher.queue().refusals(); // not those of others
    score.sent = dispatcher.queue().count(ItemState::Sent);
    score.bound = boundOf(stage, kind, calendar);
    return score;
}

Score playNaively(const Stage& stage, GatewayModel::Kind kind, quint64 seed, Naive strategy,
                  double foreignPerSecond)
{
    std::mt19937_64 random(seed);
    FakeClock clock;
    const Instant start = clock.now();
    const WallTime calendar = calendarOf(random);
    GatewayModel gateway(kind, stage.windows, calendar - start.time_since_epoch(),
                         random() % 2 == 0, stage.refusalWait);
    VirtualNetwork network(clock, gateway, random());
    NaiveClient client(clock, network, stage, strategy);
    const Others others(clock, network, random, foreignPerSecond);
    const Instant giveUp = start + std::chrono::hours(2);
    while (client.accepted() < stage.sends && clock.now() < giveUp && clock.advanceToNextBell()) { }
    Score score = scoreOf(gateway, start);
    score.refused = client.refused();
    score.sent = client.accepted();
    score.bound = boundOf(stage, kind, calendar);
    return score;
}

} // namespace Pacewatch
