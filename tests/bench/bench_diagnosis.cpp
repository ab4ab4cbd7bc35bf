#include "core/diagnosis/diagnose.h"
#include "tests/support/calls.h"

#include <QElapsedTimer>

#include <cstdio>
#include <cstdlib>

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

} // namespace

/// Prints how long a range of 1,000,000 calls takes, or of as many as the argument says.
int main(int argc, char** argv)
{
    const int count = argc > 1 ? std::atoi(argv[1]) : 1'000'000;
    QElapsedTimer timer;
    timer.start();
    const CallLog log = stormOf(count);
    const double gathered = static_cast<double>(timer.restart()) / 1'000;
    const Result<Diagnosis> diagnosis = diagnose(log);
    const double diagnosed = static_cast<double>(timer.elapsed()) / 1'000;
    std::printf("%d calls: gathered in %.2f s, diagnosed in %.2f s, %lld refused, %lld findings\n",
                count, gathered, diagnosed, static_cast<long long>(diagnosis->refused),
                static_cast<long long>(diagnosis->findings.size()));
    return diagnosed <= 10 ? 0 : 1;
}
