#include "tests/sim/diagnosistables.h"

#include <cstdio>
#include <cstdlib>

using namespace Pacewatch;

namespace {

void printHead(const char* title, const char* good)
{
    std::printf("%s\n%-36s %8s %8s %8s %8s %9s %8s %8s\n", title, "", "sessions", good, "strong",
                "wrong", "calls", "refused", "open");
}

void print(const TableRow& row)
{
    std::printf("%s\n", qPrintable(tableLine(row)));
    std::fflush(stdout);
}

} // namespace

/// Prints both tables of the diagnosis: false accusations of calm clients, and planted faults that
/// were found. `diagnosis_tables [SESSIONS [SEEDS]]`; 1,000 and 50 when not given. Exit code 1 when
/// a calm client was accused or fewer than 95 % of a fault's sessions were found.
int main(int argc, char** argv)
{
    const int sessions = argc > 1 ? std::atoi(argv[1]) : 1'000;
    const int seeds = argc > 2 ? std::atoi(argv[2]) : 50;
    bool isGood = true;
    printHead("Calm clients: sessions without a finding above Possible", "clean");
    playCalm(Stages::Everywhere, sessions, [&](const TableRow& row) {
        print(row);
        isGood = isGood && row.good == row.sessions;
    });
    printHead("\nPlanted faults: found as Likely or Strong with the right culprit", "found");
    playFaults(Stages::Everywhere, seeds, [&](const TableRow& row) {
        print(row);
        isGood = isGood && row.good * 100 >= row.sessions * 95;
    });
    return isGood ? 0 : 1;
}
