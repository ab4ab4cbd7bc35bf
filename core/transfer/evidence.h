#pragma once

#include <QString>

namespace Pacewatch {

/// What a file of evidence is, found out by its content and never by its name.
enum class EvidenceFormat
{
    Record, ///< our own JSON lines, as `proxy --record` writes them
    Session, ///< our own database
    Har, ///< HTTP Archive 1.1 or 1.2
    AccessLog, ///< nginx or Apache: common, combined or custom
    JsonLines, ///< any other program's: one object a line, names guessed
    Csv, ///< names guessed by its first row, or by the form of its values
    Curl, ///< what `curl -v` or `curl -i` printed
};

/// What lowers what can be claimed from imported calls. It is told of a file as a whole.
enum class Shortfall
{
    NoTimes, ///< some calls tell no time: theirs is that of the file
    WholeSeconds, ///< most times are told in whole seconds: the order within one is not known
    GuessedUnits, ///< durations without a unit were taken by their size
    NoDurations, ///< how long calls took is not told
    NoHeaders, ///< no head of any response: what was left is not known
    NoRefusalBodies, ///< no body of any refusal
    Truncated, ///< the file ends in the middle; what came before is here
};

/// One piece of a file that is no call.
struct ImportFault
{
    qint64 line = 0; ///< of the file, from 1; 0 in a file without lines
    QString problem; ///< in words, without the bytes themselves

    friend bool operator==(const ImportFault&, const ImportFault&) = default;
};

/// What an export is written as.
enum class ExportFormat
{
    Har, ///< HTTP Archive 1.2; the wait in our queue is `blocked`
    Csv, ///< one row a call, no heads and no bodies
    JsonLines, ///< our own record, with heads and bodies
    Session, ///< our own database
};

} // namespace Pacewatch
