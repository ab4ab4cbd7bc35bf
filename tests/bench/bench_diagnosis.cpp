#include "core/diagnosis/callreplay.h"
#include "core/diagnosis/diagnose.h"
#include "tests/support/calls.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

/// @p count calls at 100 a second, a burst beyond the limit each tenth second, as the proxy would
/// record them: many clients' creates, some polls, refusals with a wait.
CallLog stormOf(int count)
{
    const ProfileShelf shelf = ProfileShelf::builtIn();
    CallLog log(subjectOf(*shelf.find(u"connexease"_s), {}, {}, shelf));
    for (int i = 0; i < count; ++i) {
        Make::Call call(10ms * i);
        if (i % 20 == 0) {
            call.path("GET", "/v1/messages/new");
        } else {
            call.path("POST", "/v1/wa/message").body(QByteArray::number(i));
        }
        const int used = i % 1'500;
        if (used >= 1'000) {
            call.refused(1s, u"minute"_s);
        }
        Exchange exchange = call;
        WindowReading minute;
        minute.name = u"minute"_s;
        minute.limit = 1'000;
        minute.remaining = std::max(0, 1'000 - used);
        exchange.reading.windows = {minute};
        log.add(exchange);
    }
    return log;
}

/// Processor time of this thread in seconds, so that what else runs does not count.
double busy()
{
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) * 1e-9;
}

/// Runs @p work and prints what it took.
template<typename Work>
double measured(const char* name, Work work)
{
    const double before = busy();
    work();
    const double took = busy() - before;
    std::printf("%-36s %9.3f s\n", name, took);
    std::fflush(stdout);
    return took;
}

/// The longest time between two questions whether to go on, in seconds.
class Patience final
{
public:
    [[nodiscard]] DiagnosisProgress asked()
    {
        m_last = busy();
        return [this](double) {
            const double now = busy();
            m_longest = std::max(m_longest, now - m_last);
            m_last = now;
            return true;
        };
    }
    [[nodiscard]] double longest() const { return m_longest; }

private:
    double m_last = 0;
    double m_longest = 0;
};

} // namespace

/// Prints what a range of 1,000,000 calls takes, or of as many as the argument says, in processor
/// time: the diagnosis, the copy that the engine's thread makes for it, and what-if. Exit code 1
/// when the diagnosis takes more than 10 s or a copy more than 5 ms.
int main(int argc, char** argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
    std::optional<CallLog> log;
    measured("gathered", [&] { log = stormOf(count); });
    const WallTime to = log->calls().back().sentWall;
    std::optional<CallLog> copy;
    const double copied = measured("copied, all of it", [&] { copy = log->between({}, to); });
    std::optional<CallLog> minutes;
    measured("copied, the last five minutes", [&] { minutes = log->between(to - 5min, to); });
    measured("diagnosed, the last five minutes", [&] { (void)diagnose(*minutes); });
    Patience patience;
    Result<Diagnosis> diagnosis = fail(ErrorCode::Cancelled);
    const double diagnosed
        = measured("diagnosed", [&] { diagnosis = diagnose(*log, patience.asked()); });
    std::printf("%-36s %9.3f s\n", "  longest until it can be cancelled", patience.longest());
    std::printf("  %lld refused, %lld findings\n", static_cast<long long>(diagnosis->refused),
                static_cast<long long>(diagnosis->findings.size()));
    Result<CallReplay> replay = fail(ErrorCode::Cancelled);
    Patience made;
    measured("what-if prepared", [&] { replay = CallReplay::of(*log, made.asked()); });
    std::printf("%-36s %9.3f s\n", "  longest until it can be cancelled", made.longest());
    WhatIf spread;
    spread.perSecond = 10;
    measured("what-if at 10 a second", [&] { (void)replay->answer(spread); });
    WhatIf patient;
    patient.keepsWait = true;
    measured("what-if the wait is kept", [&] { (void)replay->answer(patient); });
    Patience searched;
    measured("single changes", [&] { (void)replay->singleChanges(searched.asked()); });
    std::printf("%-36s %9.3f s\n", "  longest until it can be cancelled", searched.longest());
    return diagnosed <= 10 && copied <= 0.005 ? 0 : 1;
}
