#pragma once

#include "core/instant.h"
#include "core/queue/item.h"
#include "core/quota/reading.h"
#include "core/result.h"

#include <QByteArray>

#include <functional>

namespace Pacewatch {

/// The answer to one attempt.
struct SendAnswer
{
    int status = 0;
    Reading reading;
    QByteArray bodyHead; ///< the first part of the body, a few KiB
    Duration took{}; ///< from the first byte sent to the last one received
};

/// Why an attempt got no answer.
struct SendFailure
{
    Error error;
    bool mayHaveBeenProcessed = true; ///< false only when not one byte of it left
};

/// What a port reports of one attempt: firstByteSent at most once, then exactly one of the others.
/// They may be called from within send(), and on no other thread.
struct SendCallbacks
{
    std::function<void()> firstByteSent;
    std::function<void(const SendAnswer&)> answered;
    std::function<void(const SendFailure&)> failed;
};

/// Carries sends to a gateway. The engine's port makes HTTP calls; a test's port is a model.
class SendPort
{
public:
    SendPort() = default;
    SendPort(const SendPort&) = delete;
    SendPort& operator=(const SendPort&) = delete;
    virtual ~SendPort() = default;

    /// Sends @p item at once. @p attempt is 1 for the first.
    virtual void send(const SendItem& item, int attempt, SendCallbacks callbacks) = 0;
};

} // namespace Pacewatch
