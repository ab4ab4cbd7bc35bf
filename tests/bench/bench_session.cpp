// Measures a session of a million calls: how soon its first page, a filter and a search answer, and
// how well a thousand calls a second are recorded.
//
//   bench_session [--calls N] [--record SECONDS] [--keep FILE]

#include "core/clock.h"
#include "core/processsetup.h"
#include "core/store/sessionfile.h"
#include "core/store/sessionreader.h"
#include "core/store/sessionrecorder.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

namespace {

constexpr WallTime Start{std::chrono::seconds(1'763'547'507)};

Exchange callOf(qint64 number)
{
    const bool isRefused = number % 17 == 0;
    Exchange call;
    call.connection = ConnectionId(1);
    call.arrivedWall = Start + number * std::chrono::milliseconds(10);
    call.request = {"POST",
                    "/api/v1/contacts/" + QByteArray::number(number * 7919 % 1'000'003),
                    1,
                    {{"Host", "app.aisoule.com"},
                     {"Authorization", "Bearer key-abcdefgh"},
                     {"Content-Type", "application/json"},
                     {"User-Agent", "python-requests/2.31"}}};
    call.client = u"python-requests/2.31"_s;
    call.requestBody = {R"({"channel":"whatsapp","template":"welcome"})", 43, {}};
    call.response = {isRefused ? 429 : 200,
                     isRefused ? "Too Many Requests" : "OK",
                     1,
                     {{"Content-Type", "application/json"},
                      {"X-RateLimit-Limit", "100"},
                      {"X-RateLimit-Remaining", QByteArray::number(number % 100)},
                      {"X-RateLimit-Reset", "1763547540"}}};
    call.responseBody = {R"({"status":"queued","id":"a"})", 28, {}};
    call.took = std::chrono::milliseconds(80 + number % 100);
    call.firstByte = call.took;
    call.left = {{u"minute"_s, number % 100, 100}};
    call.reading.isRateLimited = isRefused;
    if (isRefused) {
        call.reading.retryAfter = std::chrono::seconds(2);
    }
    return call;
}

/// The most memory this process ever had, in MiB.
double peakMemory()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly)) {
        return 0;
    }
    for (const QByteArray& line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:")) {
            return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
        }
    }
    return 0;
}

template<typename Work>
void report(const char* name, Work work)
{
    QElapsedTimer timer;
    timer.start();
    const qint64 found = work();
    const double milliseconds = double(timer.nsecsElapsed()) / 1e6;
    std::printf("%-34s %9.1f ms  (%lld)\n", name, milliseconds, static_cast<long long>(found));
    std::fflush(stdout);
}

qint64 makeSession(const QString& path, qint64 calls)
{
    constexpr qint64 Batch = 1000;
    Result<SessionFile> file = SessionFile::open(path);
    std::vector<Exchange> batch;
    for (qint64 number = 0; file && number < calls; ++number) {
        batch.push_back(callOf(number));
        if (std::ssize(batch) == Batch || number + 1 == calls) {
            if (!file->append(batch)) {
                return -1;
            }
            batch.clear();
        }
    }
    return file && file->finish() ? QFileInfo(path).size() : -1;
}

void measure(const QString& path)
{
    Result<SessionReader> reader = SessionReader::open(path);
    const auto page = [&](const QString& typed) {
        const auto rows = reader->pageAfter({}, 200, *readCallFilter(typed));
        return rows ? qint64(rows->size()) : -1;
    };
    const auto count
        = [&](const QString& typed) { return reader->count(*readCallFilter(typed)).value_or(-1); };
    report("open, checked tables, first page", [&] {
        reader = SessionReader::open(path);
        return reader ? page({}) : -1;
    });
    report("summary", [&] { return reader->summary()->calls; });
    report("last page",
           [&] { return qint64(reader->pageBefore(ExchangeId(~0ULL >> 1), 200)->size()); });
    report("status:429, first page", [&] { return page(u"status:429"_s); });
    report("status:429, count", [&] { return count(u"status:429"_s); });
    report("status:4xx, count", [&] { return count(u"status:4xx"_s); });
    report("text, first page", [&] { return page(u"contacts/7919"_s); });
    report("text, count", [&] { return count(u"contacts/7919"_s); });
    report("path:, found nowhere, first page", [&] { return page(u"path:nowhere"_s); });
    report("took:>170 status:200, count", [&] { return count(u"took:>170 status:200"_s); });
    report("one call with heads and bodies",
           [&] { return qint64(reader->call(ExchangeId(500)).has_value()); });
    report("all seconds",
           [&] { return qint64(reader->seconds(Start, Start + std::chrono::hours(100))->size()); });
    report("quick_check", [&] { return qint64(reader->check().has_value()); });
}

/// A thousand calls a second through the recorder, redaction included.
void record(const QString& path, int seconds)
{
    SystemClock clock;
    qint64 largestJournal = 0;
    qint64 given = 0;
    qint64 dropped = 0;
    {
        SessionRecorder recorder(clock);
        if (!recorder.open(path, "key")) {
            std::printf("the session cannot be made\n");
            return;
        }
        QTimer ticks;
        QObject::connect(&ticks, &QTimer::timeout, &recorder, [&] {
            for (int i = 0; i < 100; ++i) {
                recorder.add(callOf(given++));
            }
            largestJournal = std::max(largestJournal, QFileInfo(path + u"-wal"_s).size());
        });
        ticks.start(100);
        QTimer::singleShot(seconds * 1000, &recorder, [] { QCoreApplication::quit(); });
        QCoreApplication::exec();
        dropped = recorder.dropped();
    }
    Result<SessionReader> reader = SessionReader::open(path);
    std::printf("recorded for %d s: %lld given, %lld written, %lld dropped, journal at most "
                "%.1f MiB\n",
                seconds, static_cast<long long>(given),
                static_cast<long long>(reader ? reader->summary()->calls : -1),
                static_cast<long long>(dropped), double(largestJournal) / 1048576);
}

} // namespace

int main(int argc, char** argv)
{
    setUpProcess();
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOption({u"calls"_s, u"of the session"_s, u"N"_s, u"1000000"_s});
    parser.addOption({u"record"_s, u"record so long"_s, u"SECONDS"_s, u"0"_s});
    parser.addOption({u"keep"_s, u"write the session there and leave it"_s, u"FILE"_s});
    parser.process(application);
    const QTemporaryDir folder;
    const QString path
        = parser.isSet(u"keep"_s) ? parser.value(u"keep"_s) : folder.filePath(u"bench.pacewatch"_s);
    const qint64 calls = parser.value(u"calls"_s).toLongLong();
    if (calls > 0) {
        report("write the session (bytes)", [&] { return makeSession(path, calls); });
        measure(path);
    }
    if (const int seconds = parser.value(u"record"_s).toInt(); seconds > 0) {
        record(folder.filePath(u"live.pacewatch"_s), seconds);
    }
    std::printf("peak memory %.0f MiB\n", peakMemory());
    return 0;
}
