#include "core/transfer/accessline.h"
#include "core/transfer/importers.h"
#include "core/transfer/linereader.h"

namespace Pacewatch {

using namespace Qt::StringLiterals;

void visitAccessFields(QIODevice& device, const FieldMap& map, const FieldVisitor& visitor)
{
    LineReader reader(device);
    while (reader.next()) {
        for (const AccessPiece& piece : accessPieces(reader.line(), map)) {
            visitor(piece.name, piece.text, piece.role);
        }
    }
}

Result<void> importAccessLog(QIODevice& device, CallIntake& intake)
{
    constexpr qint64 LinesBetweenReports = 4096;
    LineReader reader(device);
    while (reader.next()) {
        if (reader.number() % LinesBetweenReports == 0) {
            if (const Result<void> go = intake.advance(reader.bytesRead()); !go) {
                return go;
            }
        }
        if (reader.line().trimmed().isEmpty() && !reader.isTooLong()) {
            continue;
        }
        std::optional<ImportedCall> call = readAccessLine(reader.line(), intake.map());
        if (call) {
            intake.add(std::move(*call));
        } else {
            intake.leaveOut(reader.number(),
                            reader.isTooLong() ? u"the line is too long"_s
                                               : u"no moment, request and status in it"_s);
        }
    }
    return intake.advance(reader.bytesRead());
}

} // namespace Pacewatch
