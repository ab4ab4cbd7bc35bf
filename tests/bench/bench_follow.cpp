#include "core/clock.h"
#include "core/diagnosis/diagnose.h"
#include "core/engine.h"
#include "core/processsetup.h"
#include "tests/bench/customer.h"
#include "ui/keystore.h"
#include "ui/models/feed.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme.h"
#include "ui/views/diagnosis/diagnosisview.h"
#include "ui/views/monitor/monitorview.h"

#include <QAction>
#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>
#include <QUrl>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int PerSecond = 100;
constexpr qint64 SecondLimit = 130;
constexpr int BurstCalls = 300;
constexpr std::size_t Others = 10;
constexpr double PerSecondOfOthers = 0.001;
constexpr int Bursts = 8;
constexpr std::chrono::seconds Apart = 4s;
constexpr Duration Piece = 100ms;
constexpr Duration Bound = 2s;

template<typename View>
View* make(PageContext& context, QWidget* parent)
{
    return new View(context, parent);
}

QList<Policy> limits()
{
    Policy second;
    second.name = u"second"_s;
    second.limit = SecondLimit;
    second.window = 1s;
    Policy minute = second;
    minute.name = u"minute"_s;
    minute.limit = 60 * SecondLimit;
    minute.window = 1min;
    return {second, minute};
}

/// Something that was known, and since when.
template<typename What>
struct Known
{
    WallTime at{};
    What what{};
};

template<typename What>
void note(QList<Known<What>>& known, WallTime at, const What& what)
{
    if (known.isEmpty() || known.last().what != what) {
        known.append({at, what});
    }
}

/// What could be known: the cause that the last five minutes of calls have after each piece with a
/// refusal, and how many refusals there were.
struct Truth
{
    QList<Known<Cause>> causes{{{}, {}}};
    QList<Known<qint64>> refused;
};

Truth truthOf(QList<Exchange> calls, const ConnectionSpec& spec, const ProfileShelf& shelf)
{
    std::sort(calls.begin(), calls.end(), [](const Exchange& left, const Exchange& right) {
        return left.answeredWall() < right.answeredWall();
    });
    CallLog log(subjectOf(*shelf.find(spec.profileId), spec.windows, spec.gatewayUrl, shelf));
    Truth truth;
    qint64 refused = 0;
    WallTime looked{};
    for (qsizetype i = 0; i < calls.size(); ++i) {
        log.add(calls.at(i));
        refused += calls.at(i).isRefused() ? 1 : 0;
        const bool isLast = i + 1 == calls.size() || !calls.at(i + 1).isRefused();
        const WallTime now = calls.at(i).answeredWall();
        if (calls.at(i).isRefused() && (isLast || now - looked > Piece)) {
            looked = now;
            note(truth.causes, now, causeOf(*diagnose(log.between(now - 5min, now))));
            note(truth.refused, now, refused);
        }
    }
    return truth;
}

/// The longest time from when something was so until it was shown, or something later was; printed.
template<typename What>
bool keepsUp(const char* name, const QList<Known<What>>& truth, const QList<Known<What>>& shown)
{
    Duration longest{};
    int steps = 0;
    for (const Known<What>& now : truth) {
        const auto found = std::find_if(shown.begin(), shown.end(), [&](const Known<What>& each) {
            return each.at >= now.at && each.what == now.what;
        });
        const bool isPassed
            = &now != &truth.last() && (found == shown.end() || found->at > (&now + 1)->at);
        if (now.at == WallTime{} || isPassed) {
            continue; // something newer was known before it could be shown
        }
        longest = found == shown.end() ? Duration::max() : std::max(longest, found->at - now.at);
        ++steps;
    }
    const bool isFine = steps > 0 && longest <= Bound;
    if (longest == Duration::max()) {
        std::printf("%-28s never shown\n", name);
    } else {
        std::printf("%-28s %6.3f s at most, %d changes, bound %.0f s\n", name, toSeconds(longest),
                    steps, toSeconds(Bound));
    }
    return isFine;
}

} // namespace

/// How long after the answer that makes it so the verdict names another cause, and the Diagnosis
/// page counts another refusal, at 100 calls a second: real calls through the proxy to the
/// practice gateway, some minutes of them (so many seconds as --seconds says), then bursts that are
/// refused. Exit code 1 when either takes more than 2 s.
int main(int argc, char** argv)
{
    setUpProcess();
    QApplication application(argc, argv);
    QCommandLineParser line;
    line.addOption(
        {u"seconds"_s, u"Of calm calls before; 300 when not given."_s, u"N"_s, u"300"_s});
    line.addHelpOption();
    line.process(application);
    const std::chrono::seconds calm(line.value(u"seconds"_s).toInt());

    SystemClock clock;
    const ProfileShelf profiles = ProfileShelf::builtIn();
    Engine engine(clock, profiles);
    Feed feed(engine);
    Theme theme;
    theme.applyTo(application);
    KeyStore keys;
    const Pages pages{.monitor = makeMonitorView,
                      .traffic = {},
                      .diagnosis = make<DiagnosisView>,
                      .sendQueue = {},
                      .report = {},
                      .practice = {}};
    MainWindow window(engine, feed, theme, pages, keys, Settings{});
    window.resize(1440, 870);
    window.show();
    EmulatorSettings gateway;
    gateway.windows = limits();
    engine.startEmulator(gateway);

    QList<Exchange> calls;
    QList<Known<Cause>> verdicts;
    QList<Known<qint64>> counted;
    ConnectionSpec spec;
    std::vector<std::unique_ptr<Customer>> customers; // one that calls steadily, others for bursts
    QObject::connect(&feed, &Feed::exchangesArrived, &window,
                     [&](const QList<Exchange>& arrived) { calls += arrived; });
    QObject::connect(&feed, &Feed::stateArrived, &window, [&](const EngineState& state) {
        if (spec.gatewayUrl.isEmpty() && state.emulator.isRunning) {
            spec.customer = u"Practice: load"_s;
            spec.profileId = gateway.profileId;
            spec.gatewayUrl = state.emulator.address.toLatin1();
            spec.windows = limits();
            spec.isPractice = true;
            engine.addConnection(spec, Secret(QByteArray("practice-key-0001")));
        }
        if (state.connections.isEmpty()) {
            return;
        }
        note(verdicts, clock.wallNow(), state.connections.first().cause);
        const QUrl proxy(state.connections.first().proxyAddress);
        while (!proxy.isEmpty() && customers.size() <= Others) {
            const double rate = customers.empty() ? PerSecond : PerSecondOfOthers;
            customers.push_back(std::make_unique<Customer>(proxy, rate));
        }
    });
    auto* const page = window.findChild<DiagnosisView*>();
    QObject::connect(page, &ConnectionView::tabNumberChanged, &window,
                     [&] { note(counted, clock.wallNow(), page->diagnosis().refused); });
    QTimer::singleShot(1s, &window, [&] {
        for (QAction* const action : window.findChildren<QAction*>()) {
            if (action->shortcuts().contains(QKeySequence(u"Ctrl+3"_s))) {
                action->trigger();
            }
        }
    });
    int bursts = 0;
    QTimer burst;
    burst.setInterval(Apart);
    QObject::connect(&burst, &QTimer::timeout, &window, [&] {
        if (++bursts > Bursts) {
            QApplication::quit();
            return;
        }
        for (std::size_t i = 1; i < customers.size(); ++i) {
            customers.at(i)->burst(BurstCalls / int(Others));
        }
    });
    QTimer::singleShot(calm, &burst, qOverload<>(&QTimer::start));
    QApplication::exec();

    customers.clear();
    const Truth truth = truthOf(calls, spec, profiles);
    std::printf("%lld calls, %lld refused\n", static_cast<long long>(calls.size()),
                static_cast<long long>(truth.refused.isEmpty() ? 0 : truth.refused.last().what));
    const bool verdictKeepsUp = keepsUp("cause in the verdict", truth.causes, verdicts);
    const bool pageKeepsUp = keepsUp("refusals on Diagnosis", truth.refused, counted);
    return verdictKeepsUp && pageKeepsUp ? 0 : 1;
}
