#include "tests/sim/run.h"

#include <cstdio>
#include <functional>

using namespace Pacewatch;

namespace {

constexpr quint64 Seeds = 3;
int broken = 0; ///< runs with a refusal or a lost send

void printRow(const char* name, const std::function<Score(quint64)>& play)
{
    double ratio = 0;
    double worst = 0;
    double refused = 0;
    double makespan = 0;
    for (quint64 seed = 1; seed <= Seeds; ++seed) {
        const Score score = play(seed);
        const double each = toSeconds(score.makespan) / toSeconds(score.bound);
        ratio += each / Seeds;
        worst = std::max(worst, each);
        refused += static_cast<double>(score.refused) / Seeds;
        makespan += toSeconds(score.makespan) / Seeds;
    }
    std::printf("    %-30s %8.1f s   x %.3f (worst %.3f)   429: %8.1f\n", name, makespan, ratio,
                worst, refused);
    std::fflush(stdout);
}

/// What people do instead. Spreading 1,000 sends evenly over ten minutes is what AIsoule advises,
/// 90 % of a second's limit what Connexease does, waiting as the refusal asks both.
constexpr std::pair<Naive, const char*> Habits[] = {
    {Naive::EmitAtNinety, "90 % of a second's limit"},
    {Naive::SpreadEvenly, "spread evenly"},
    {Naive::WaitAsAsked, "workers, wait as asked"},
    {Naive::BackOff, "workers, 1, 2, 4, 8 s"},
};

void printStage(const Stage& stage, GatewayModel::Kind kind, double foreignPerSecond)
{
    printRow("Pacewatch", [&](quint64 seed) {
        const Score score = playQueue(stage, kind, seed, foreignPerSecond);
        broken += score.sent != stage.sends || (foreignPerSecond <= 0 && score.refused > 0) ? 1 : 0;
        return score;
    });
    for (const auto& [habit, name] : Habits) {
        printRow(name, [&, what = habit](quint64 seed) {
            return playNaively(stage, kind, seed, what, foreignPerSecond);
        });
    }
}

} // namespace

/// Prints makespan and refusals of the queue beside what people do instead. Fails when the queue
/// was refused although nobody else used the key, or lost a send.
int main()
{
    const std::pair<GatewayModel::Kind, const char*> kinds[] = {
        {GatewayModel::Kind::Fixed, "fixed"},
        {GatewayModel::Kind::Anchored, "anchored"},
        {GatewayModel::Kind::Sliding, "sliding"},
        {GatewayModel::Kind::SlidingCountsRefused, "sliding, counts refused"},
        {GatewayModel::Kind::Bucket, "bucket"},
    };
    for (const Stage& stage : {aisoule(), connexeaseOlder(), connexeaseNewer()}) {
        for (const auto& [kind, name] : kinds) {
            std::printf("%s, %lld sends, %s\n", qPrintable(stage.name),
                        static_cast<long long>(stage.sends), name);
            printStage(stage, kind, 0);
        }
    }
    for (const Stage& stage : {aisoule(), connexeaseOlder()}) {
        std::printf("%s, sliding, 20 %% used by others\n", qPrintable(stage.name));
        const ModelWindow& minute = stage.windows.back();
        printStage(stage, GatewayModel::Kind::Sliding,
                   0.2 * static_cast<double>(minute.limit) / toSeconds(minute.window));
    }
    return broken > 0 ? 1 : 0;
}
