#include <QByteArray>
#include <QDirIterator>
#include <QFile>

#include <cstddef>
#include <cstdint>
#include <cstdio>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

/// Runs a fuzz target over the files of the folders it is given, whole and cut short: the target
/// without a fuzzer, for any compiler.
int main(int count, char** arguments)
{
    int files = 0;
    for (int at = 1; at < count; ++at) {
        QDirIterator each(QFile::decodeName(arguments[at]), QDir::Files);
        while (each.hasNext()) {
            QFile file(each.next());
            if (!file.open(QIODevice::ReadOnly)) {
                continue;
            }
            const QByteArray bytes = file.readAll();
            const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.constData());
            const auto size = static_cast<std::size_t>(bytes.size());
            const std::size_t step = std::max<std::size_t>(size / 64, 1);
            for (std::size_t part = 0; part < size; part += step) {
                LLVMFuzzerTestOneInput(data, part);
            }
            LLVMFuzzerTestOneInput(data, size);
            ++files;
        }
    }
    std::printf("%d files\n", files);
    return files > 0 ? 0 : 1;
}
