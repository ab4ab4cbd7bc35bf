#pragma once

#include "core/hold.h"
#include "core/instant.h"

#include <QString>

namespace Pacewatch {

/// On whose behalf a call asks to go. The customer's own traffic comes first.
enum class Lane
{
    Customer, ///< the customer's program, through the proxy; nothing is kept free of it
    TestSend, ///< the send queue: leaves the customer what is to be kept free
    Poll, ///< Pacewatch's own questions; like a test send
};

/// The answer to "may this call go now?".
struct Verdict
{
    bool isGo = true;
    /// When to ask again. Never too early to be useful; an answer that comes in may make it sooner.
    Instant until{};
    HoldReason reason = HoldReason::None;
    QString window; ///< name of the window that holds; empty when the whole key is held

    [[nodiscard]] static Verdict go() { return {}; }
    [[nodiscard]] static Verdict hold(Instant until, HoldReason reason, QString window = {})
    {
        return {false, until, reason, std::move(window)};
    }
    friend bool operator==(const Verdict&, const Verdict&) = default;
};

/// Names one call in the air. It has to be handed back once, by answered() or by failed().
struct CallTicket
{
    quint32 slot = 0;
    quint32 serial = 0; ///< 0 names no call

    [[nodiscard]] bool isValid() const { return serial != 0; }
    friend bool operator==(const CallTicket&, const CallTicket&) = default;
};

} // namespace Pacewatch
