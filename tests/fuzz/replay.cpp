#include "tests/fuzz/mutator.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QStringList>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <fcntl.h>
#include <unistd.h>
#include <utility>
#include <vector>

using namespace Pacewatch;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

// A fuzz target without a fuzzer, for any compiler:
//   fuzz_NAME [-runs=N] [-seconds=S] [-dict=FILE] FOLDER…
// runs the files of the folders, whole and cut short, then N inputs made of them, the same ones
// each time, for S seconds at most. An input that ends the program is kept in ./fatal_input.

namespace {

const QByteArray* current = nullptr; // for the signal

/// Also reached when a sanitizer aborts: ASAN_OPTIONS=abort_on_error=1.
void keepFatalInput(int signal)
{
    const int file = ::open("fatal_input", O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file >= 0 && current) {
        const auto size = static_cast<std::size_t>(current->size());
        const ssize_t written = ::write(file, current->constData(), size);
        (void)written; // the program ends, whether the disk took it or not
    }
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void run(const QByteArray& bytes)
{
    current = &bytes;
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.constData()),
                           static_cast<std::size_t>(bytes.size()));
    current = nullptr;
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// In the order of their names: that of a folder differs from one disk to the next.
std::vector<QByteArray> seedsOf(const QStringList& folders)
{
    std::vector<QByteArray> seeds;
    for (const QString& folder : folders) {
        QStringList names;
        QDirIterator each(folder, QDir::Files);
        while (each.hasNext()) {
            names.append(each.next());
        }
        names.sort();
        for (const QString& name : std::as_const(names)) {
            seeds.push_back(contentOf(name));
        }
    }
    return seeds;
}

void runCutShort(const QByteArray& seed)
{
    const qsizetype step = std::max<qsizetype>(seed.size() / 64, 1);
    for (qsizetype part = 0; part < seed.size(); part += step) {
        run(seed.first(part));
    }
    run(seed);
}

} // namespace

int main(int count, char** arguments)
{
    qint64 runs = 0;
    qint64 seconds = 3600;
    std::vector<QByteArray> words;
    QStringList folders;
    for (int at = 1; at < count; ++at) {
        const QByteArray argument(arguments[at]);
        if (argument.startsWith("-runs=")) {
            runs = argument.mid(6).toLongLong();
        } else if (argument.startsWith("-seconds=")) {
            seconds = argument.mid(9).toLongLong();
        } else if (argument.startsWith("-dict=")) {
            words = wordsOf(contentOf(QFile::decodeName(argument.mid(6))));
        } else {
            folders.append(QFile::decodeName(argument));
        }
    }
    const std::vector<QByteArray> seeds = seedsOf(folders);
    if (seeds.empty()) {
        std::fprintf(stderr, "there is no seed\n");
        return 1;
    }
    std::signal(SIGABRT, keepFatalInput);
    for (const QByteArray& seed : seeds) {
        runCutShort(seed);
    }
    constexpr quint64 Start = 20251119;
    Mutator mutator(seeds, std::move(words), Start);
    QElapsedTimer elapsed;
    elapsed.start();
    qint64 done = 0;
    while (done < runs && elapsed.elapsed() < seconds * 1000) {
        run(mutator.next());
        ++done;
    }
    std::printf("%zu seeds, %lld inputs made of them, %lld ms\n", seeds.size(),
                static_cast<long long>(done), static_cast<long long>(elapsed.elapsed()));
    return 0;
}
