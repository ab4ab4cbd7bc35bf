#pragma once

#include "core/quota/answer.h"
#include "core/quota/bodyfacts.h"
#include "core/quota/reading.h"

#include <array>

namespace Pacewatch {

/// A reading while the families write on it. Families say what they found; finish() settles what
/// several of them said about the same thing.
class Draft final
{
public:
    /// Where a wait was found; an earlier one is believed before a later one.
    enum class Wait
    {
        Milliseconds, ///< a field with a unit finer than seconds
        Field, ///< Retry-After and its kin
        Body, ///< a value in the body meant for programs
        Prose, ///< a sentence for people
    };

    /// How sure a name is. A weaker one is used where no stronger one was found.
    enum class Evidence
    {
        Stated, ///< a field or a value meant for it
        Weak, ///< a sentence, a code, or the word of a field meant for something else
    };

    /// @p answer must outlive the draft; @p date is its Date.
    Draft(const Answer& answer, std::optional<WallTime> date);

    /// The server's own moment of the answer: its Date, else the arrival.
    [[nodiscard]] WallTime reference() const;
    /// The values of the JSON body; none when it succeeded and tells nothing of limits.
    [[nodiscard]] const QList<BodyFact>& facts() const { return m_facts; }
    /// Whether the body speaks of a failure: by its status, or because there is no status.
    [[nodiscard]] bool isFailure() const;
    /// Whether @p fact belongs to a failure, in an answer of any status (GraphQL sends 200).
    [[nodiscard]] bool isOfFailure(const BodyFact& fact) const;
    [[nodiscard]] int status() const { return m_answer.status; }
    [[nodiscard]] bool isRefused() const { return m_isRefused || m_answer.status == 429; }
    [[nodiscard]] const QList<WindowReading>& windows() const { return m_reading.windows; }

    /// The window called @p label, made when it is new; empty for the one without a name. The
    /// reference holds until the next call.
    WindowReading& window(const QString& label, const QByteArray& field = {});
    /// The window called @p label, if it is known.
    [[nodiscard]] WindowReading* windowNamed(const QString& label);
    /// The one window so long, if a single one is known.
    [[nodiscard]] WindowReading* windowOf(Duration window);
    /// What the window without a name is called. Several stated names are joined: "Heavy/Daily".
    void nameDefault(const QString& label, Evidence evidence = Evidence::Stated);

    void setReset(WindowReading& window, QByteArrayView text, bool isSpan = false);
    void addWait(Wait from, Duration wait);
    /// The call was refused because of a limit; the status alone need not say so.
    void refuse() { m_isRefused = true; }
    /// The answer explains itself otherwise than by a limit: @p reason says how.
    void excuse(const QString& reason);
    /// Which window refused the call. What a weak word says gives way to the one window that is
    /// used up.
    void hit(const QString& label, Evidence evidence = Evidence::Stated);
    void setScope(const QString& scope);
    void addNote(const QString& note);
    void addDialect(const QString& name);

    [[nodiscard]] Reading finish();

private:
    void joinDefault();
    void settleNumbers(WindowReading& window);
    void settleNames();
    void settleRefusal();
    void settleHit();
    void settleWait();
    [[nodiscard]] std::optional<Duration> waitFromReset();

    const Answer& m_answer;
    QList<BodyFact> m_facts;
    bool m_tellsFailure = false; ///< the body says so of the whole answer
    Reading m_reading;
    std::array<std::optional<Duration>, 4> m_waits;
    QString m_defaultName;
    QString m_weakDefaultName;
    QString m_weakHit;
    QString m_excuse;
    bool m_isRefused = false;
};

} // namespace Pacewatch
