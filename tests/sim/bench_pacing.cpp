#include "tests/sim/run.h"

#include <cstdio>
#include <functional>

using namespace Pacewatch;

namespace {

constexpr quint64 Seeds = 3;

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

} // namespace

/// Prints makespan and refusals of the queue beside what people do instead.
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
            printRow("Pacewatch", [&](quint64 seed) { return playQueue(stage, kind, seed); });
            printRow("90 % of a second's limit", [&](quint64 seed) {
                return playNaively(stage, kind, seed, Naive::EmitAtNinety);
            });
            printRow("spread evenly", [&](quint64 seed) {
                return playNaively(stage, kind, seed, Naive::SpreadEvenly);
            });
            printRow("back off 1, 2, 4, 8 s",
                     [&](quint64 seed) { return playNaively(stage, kind, seed, Naive::BackOff); });
        }
    }
    return 0;
}
