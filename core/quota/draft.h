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

    /// @p answer must outlive the draft.
    explicit Draft(const Answer& answer);

    /// The server's own moment of the answer: its Date, else the arrival.
    [[nodiscard]] WallTime reference() const;
    /// The values of the JSON body.
    [[nodiscard]] const QList<BodyFact>& facts() const { return m_facts; }
    /// Whether the body speaks of a failure: by its status, or because there is no status.
    [[nodiscard]] bool isFailure() const;
    /// Whether @p fact belongs to a failure, in an answer of any status (GraphQL sends 200).
    [[nodiscard]] bool isOfFailure(const BodyFact& fact) const;

    /// The window called @p label, made when it is new; empty for the one without a name. The
    /// reference holds until the next call.
    WindowReading& window(const QString& label, const QByteArray& field = {});
    /// The one window so long, if a single one is known.
    [[nodiscard]] WindowReading* windowOf(Duration window);
    /// What the window without a name is called.
    void nameDefault(const QString& label);

    void setReset(WindowReading& window, QByteArrayView text, bool isSpan = false);
    void addWait(Wait from, Duration wait);
    /// The call was refused because of a limit; the status alone need not say so.
    void refuse() { m_isRefused = true; }
    void hit(const QString& label);
    void setScope(const QString& scope);
    void addNote(const QString& note);
    void addDialect(const QString& name);

    [[nodiscard]] Reading finish();

private:
    void joinDefault();
    void settleNumbers(WindowReading& window);
    void settleNames();
    void settleRefusal();
    void settleWait();

    const Answer& m_answer;
    QList<BodyFact> m_facts;
    Reading m_reading;
    std::array<std::optional<Duration>, 4> m_waits;
    QString m_defaultName;
    bool m_isRefused = false;
};

} // namespace Pacewatch
