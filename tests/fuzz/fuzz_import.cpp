#include "core/transfer/callintake.h"
#include "core/transfer/formatfinder.h"
#include "core/transfer/importers.h"
#include "tests/fuzz/telling.h"

#include <QBuffer>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>

using namespace Pacewatch;

namespace {

using Importer = Result<void> (*)(QIODevice&, CallIntake&);

/// Hands out a ninth at a time, as a slow disk or a pipe does; smaller pieces would make it slow
/// for us, because each reader asks for as much as it can hold.
class Trickle final : public QBuffer
{
public:
    using QBuffer::QBuffer;

protected:
    qint64 readData(char* data, qint64 most) override
    {
        return QBuffer::readData(data, std::min<qint64>(most, size() / 9 + 1));
    }
};

QByteArray told(QIODevice& device, qint64 size, Importer importer)
{
    ImportOptions options;
    options.standInKey = "the same for both ways";
    CallIntake intake(options, size, WallTime(std::chrono::seconds(1'763'546'400)));
    if (!device.open(QIODevice::ReadOnly | QIODevice::Unbuffered)) {
        return "closed";
    }
    if (const Result<void> done = importer(device, intake); !done) {
        return "failed " + QByteArray::number(static_cast<int>(done.error().code));
    }
    const Result<Imported> imported = intake.finish(EvidenceFormat::Record);
    if (!imported) {
        return "nothing";
    }
    QByteArray text = QByteArray::number(imported->faultCount) + " faults";
    for (const Exchange& call : imported->exchanges) {
        text += '\n' + call.request.method + ' ' + call.request.target + ' '
            + QByteArray::number(call.response.status) + ' '
            + QByteArray::number(call.took.count());
    }
    return text;
}

} // namespace

/// Somebody else's file of calls. The first byte says how it is read ('2' an access log, '3' CSV,
/// '4' curl, '0' HAR, '1' JSON lines); however slowly it comes, it must mean the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) {
        return 0;
    }
    constexpr Importer Importers[]
        = {importAccessLog, importCsv, importCurl, importHar, importJsonLines};
    const Importer importer = Importers[data[0] % std::size(Importers)];
    QByteArray text(reinterpret_cast<const char*>(data + 1), static_cast<qsizetype>(size - 1));
    (void)formatOf(text);
    QBuffer whole(&text);
    Trickle slow(&text);
    mustAgree(told(whole, text.size(), importer), told(slow, text.size(), importer));
    return 0;
}
