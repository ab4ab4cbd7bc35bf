#pragma once

#include "core/recorded.h"

#include <QString>

/// The words of recorded sessions: opening, importing, exporting, notes.
namespace Pacewatch::Wording {

// Menus and the frame --------------------------------------------------------------------------

[[nodiscard]] QString menuSession();
[[nodiscard]] QString saveSessionDots();
[[nodiscard]] QString openSessionDots();
[[nodiscard]] QString importDots();
[[nodiscard]] QString exportDots();
[[nodiscard]] QString addNoteDots();
[[nodiscard]] QString closeSession();
[[nodiscard]] QString recentSessions();
[[nodiscard]] QString recordedLine(const Recording& recording); ///< "Recorded 19 Nov, 17 min"
[[nodiscard]] QString recordedStatus(const Recording& recording); ///< with its calls
[[nodiscard]] QString recentLine(const RecentSession& session); ///< "19 Nov, 17 min"
[[nodiscard]] QString notRecording(const Error& error);
[[nodiscard]] QString lostCalls(qint64 number);
[[nodiscard]] QString startSessionTitle();
[[nodiscard]] QString startSessionText();
[[nodiscard]] QString openDots();

// What came of it ------------------------------------------------------------------------------

/// Why a file could not be opened, written or annotated, in one sentence.
[[nodiscard]] QString notOpened();
[[nodiscard]] QString notWritten();
[[nodiscard]] QString fileFailure(const Error& error);
[[nodiscard]] QString exported(qint64 calls, const QString& file);
[[nodiscard]] QString noteAdded(WallTime at);
[[nodiscard]] QString noteNotKept();

// Files ----------------------------------------------------------------------------------------

[[nodiscard]] QString sessionFiles(); ///< filter of a file dialog
[[nodiscard]] QString evidenceFiles();
[[nodiscard]] QString formatName(EvidenceFormat format);
[[nodiscard]] QString shortfall(Shortfall shortfall);
[[nodiscard]] QString fault(const ImportFault& fault);
[[nodiscard]] QString moreFaults(qint64 number);

// Import dialog --------------------------------------------------------------------------------

[[nodiscard]] QString importTitle();
[[nodiscard]] QString importHint();
[[nodiscard]] QString addFilesDots();
[[nodiscard]] QString paste();
[[nodiscard]] QString pastedText(int number); ///< "Pasted text 2"; shown as a file is
[[nodiscard]] QString nothingToPaste();
[[nodiscard]] QString notPasted();
[[nodiscard]] QString removeFile();
[[nodiscard]] QString caseName();
[[nodiscard]] QString limitsOf();
[[nodiscard]] QString foundByCalls();
[[nodiscard]] QString reading(int percent);
[[nodiscard]] QString waitingToBeRead();
[[nodiscard]] QString nothingWrong();
[[nodiscard]] QString firstCalls();
[[nodiscard]] QString openCase(qsizetype files);
[[nodiscard]] QString importColumn(int column); ///< File, Format, Calls, Refused, From, To, Clock
[[nodiscard]] QString shiftHint(const std::optional<Duration>& shift, qint64 matched);
[[nodiscard]] QString shiftText(Duration shift); ///< "+3.2 s"
/// Reads what shiftText() says, and plain seconds; empty when it is neither.
[[nodiscard]] std::optional<Duration> shiftOf(const QString& text);

// Export dialog --------------------------------------------------------------------------------

[[nodiscard]] QString exportTitle();
[[nodiscard]] QString exportFormat(ExportFormat format);
[[nodiscard]] QString exportSuffix(ExportFormat format); ///< "har"
[[nodiscard]] QString shownRange();
[[nodiscard]] QString allCalls();
[[nodiscard]] QString whatIsReplaced(ExportFormat format);
[[nodiscard]] QString exportButton();
[[nodiscard]] QString writing(int percent);
[[nodiscard]] QString formatLabel();
[[nodiscard]] QString rangeLabel();

// Calls of a large session ---------------------------------------------------------------------

[[nodiscard]] QString searching();

// Pictures -------------------------------------------------------------------------------------

[[nodiscard]] QString savePictureDots();
[[nodiscard]] QString pictureFiles();

// Notes ----------------------------------------------------------------------------------------

[[nodiscard]] QString noteTitle(WallTime at);
[[nodiscard]] QString noteHint();
[[nodiscard]] QString addNoteButton();

} // namespace Pacewatch::Wording
