#pragma once

#include "core/connection.h"
#include "core/diagnosis/explain.h"

#include <QList>
#include <QString>
#include <QStringList>

/// What one pasted answer says about limits, in words for people.
namespace Pacewatch::Wording {

/// One line of the answer and its meaning.
struct AnswerLine
{
    QString name; ///< "Retry-After", or the path of a value in the body; foreign text
    QString value; ///< foreign text, shortened
    QString meaning; ///< empty when it has nothing to do with limits
    bool isOfBody = false;
    bool isDoubtful = false; ///< looks like a limit and could not be read

    friend bool operator==(const AnswerLine&, const AnswerLine&) = default;
};

/// The whole explanation.
struct AnswerText
{
    QString title; ///< "Refused because of a limit"
    Standing tone = Standing::Clear; ///< of the title
    QStringList sentences; ///< the wait, the window, whose words
    QList<AnswerLine> lines; ///< in the order of the answer
    QStringList steps; ///< what to do
    QStringList doubts;
};

[[nodiscard]] AnswerText answerText(const Explanation& explanation);

/// "200, 87 of 100 left" or "429, asked to wait 12 s": one answer among several.
[[nodiscard]] QString answerName(const Explanation& explanation);

/// "The first 1 MB is looked at; 9 MB are left out."
[[nodiscard]] QString leftOut(qint64 looked, qint64 whole);

/// Above the lines without a meaning.
[[nodiscard]] QString otherLines(qint64 lines);

/// Why the pasted text cannot be explained.
[[nodiscard]] QString noAnswer();

/// Before anything is pasted.
[[nodiscard]] QString answerHint();
/// What an empty field shows.
[[nodiscard]] QString answerExample();

} // namespace Pacewatch::Wording
