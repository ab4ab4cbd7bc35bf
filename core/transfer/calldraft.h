#pragma once

#include "core/exchange.h"
#include "core/transfer/callfact.h"
#include "core/transfer/timetext.h"

#include <QByteArray>

#include <optional>

namespace Pacewatch {

/// An imported call, and how well its times are known.
struct ImportedCall
{
    Exchange exchange;
    bool hasTime = false;
    bool isWholeSecond = false;
    bool hasGuessedUnit = false;
    bool isRead = false; ///< what its answer says about limits is in it
};

/// Gathers what a log says of one call, value by value, in any order.
class CallDraft final
{
public:
    /// Takes @p value for what @p role says it is. What cannot be read as that is left out.
    void take(const CallFactRole& role, QByteArrayView value);
    /// A window of what was left is complete.
    void endWindow();
    /// The size of a body of which take() got the first part only.
    void setWholeBodySize(qint64 size) { m_bodySize = size; }

    /// Whether it is a call: it has a status, or a method and a target.
    [[nodiscard]] bool isCall() const;
    /// The call; the draft is empty afterwards.
    [[nodiscard]] ImportedCall finish();

private:
    void takeTime(const CallFactRole& role, QByteArrayView value);
    void takeSpan(const CallFactRole& role, QByteArrayView value);
    void takeRequestLine(QByteArrayView value);
    void takeHeadPart(const CallFactRole& role, QByteArrayView value);
    void takeLeft(CallFact fact, QByteArrayView value);
    void takeWord(CallFact fact, QByteArrayView value);
    void takeNumber(CallFact fact, QByteArrayView value);
    [[nodiscard]] std::optional<Duration> spanOf(QByteArrayView value, SpanUnit unit);

    Exchange m_call;
    LeftAfter m_window;
    std::optional<ToldTime> m_arrived;
    std::optional<ToldTime> m_ended;
    QByteArray m_fieldName;
    QByteArray m_host;
    QByteArray m_agent;
    std::optional<Duration> m_retryAfter;
    bool m_isRefused = false;
    bool m_hasGuessed = false;
    qint64 m_bodySize = -1;
};

/// Keeps the first part of @p body and its size; the hash only when the whole is there.
[[nodiscard]] KeptBody keptBody(QByteArrayView body, qint64 size);

/// The target of @p address: an absolute address without its site, as a request line carries it.
/// The site goes to @p host.
[[nodiscard]] QByteArray targetOf(QByteArrayView address, QByteArray& host);

} // namespace Pacewatch
