#include "tests/support/fabricatedsession.h"
#include "ui/charts/timeline.h"
#include "ui/theme.h"

#include <QApplication>
#include <QImage>

#include <benchmark/benchmark.h>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr int PerSecond = 100;
const WallTime End(std::chrono::seconds(1'763'546'400) + 54s);

WindowState minuteOf(int perSecond)
{
    WindowState window;
    window.policy.name = u"minute"_s;
    window.policy.limit = static_cast<qint64>(perSecond) * 60;
    window.policy.window = 60s;
    return window;
}

/// One new picture of the timeline after so many minutes of 100 calls a second, a tenth refused:
/// what the Monitor does ten times a second. The time of a late picture over that of an early one
/// tells whether the window gets slower the longer it watches.
void pictureAfterMinutes(benchmark::State& state)
{
    const std::chrono::minutes length(state.range(0));
    ConnectionState connection;
    connection.id = ConnectionId{1};
    connection.windows = {minuteOf(PerSecond)};
    History history;
    history.takeState(connection);
    for (const Exchange& exchange : steadyCalls(connection.id, End, length, PerSecond)) {
        history.take(exchange);
    }
    Theme theme;
    TimeRange range;
    Timeline timeline(theme, range);
    timeline.resize(1180, 462);
    QImage picture(timeline.size(), QImage::Format_ARGB32_Premultiplied);
    for (auto _ : state) {
        timeline.invalidate();
        timeline.refresh(history, connection.windows, End, false);
        timeline.render(&picture);
        benchmark::DoNotOptimize(picture.constBits());
    }
}

} // namespace

BENCHMARK(pictureAfterMinutes)->Arg(1)->Arg(5)->Arg(15)->Unit(benchmark::kMillisecond);

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
