#pragma once

#include "app/commandline.h"
#include "core/diagnosis/calllog.h"
#include "core/diagnosis/diagnosis.h"
#include "core/profile/profile.h"

#include <QList>

namespace Pacewatch {

/// The calls of one or more files of evidence, with the gateway they belong to.
struct RecordedCalls
{
    QList<Exchange> exchanges; ///< in the order of their answers
    ProfileShelf shelf; ///< the profile is one of it
    Profile profile;
    DiagnosisSubject subject;

    [[nodiscard]] CallLog log() const;
};

/// The operand FILE and the options --profile and --map, for every command that reads recorded
/// calls.
void addRecordedCalls(CommandLine& line);

/// Reads what @p line names; remarks go to standard error. Fails with what a person is told;
/// before that, a command has let @p line complain.
[[nodiscard]] Result<RecordedCalls> readRecordedCalls(CommandLine& line, const QStringList& files);

/// The calls that a command names, and what is wrong with them.
struct DiagnosedCalls
{
    RecordedCalls calls;
    Diagnosis diagnosis;
};

/// Reads and diagnoses what @p line names. The exit code when that failed; what a person is told is
/// printed then.
[[nodiscard]] tl::expected<DiagnosedCalls, int> diagnoseRecordedCalls(CommandLine& line);

/// @p error of reading @p file, which it names then: it may be one of several.
[[nodiscard]] Error ofFile(const Error& error, const QString& file);

/// What a person is told when a file of evidence could not be read or written.
[[nodiscard]] QString evidenceFailure(const Error& error);

/// Keeps it as a problem of @p line when what is written to @p path would replace a file that is
/// read.
void checkOutput(CommandLine& line, const QString& path);

/// Keeps an unknown --profile, a --map that makes no sense, or a missing FILE as a problem of
/// @p line.
void checkRecordedCalls(CommandLine& line);

} // namespace Pacewatch
