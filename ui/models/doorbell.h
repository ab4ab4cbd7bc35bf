#pragma once

#include <QObject>

namespace Pacewatch {

/// Carries a wake-up from any thread to the one that made it.
///
/// It is shared between the outboxes, whose threads ring it, and the feed, which hears it: so it
/// outlives whichever of them goes first.
class Doorbell final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Doorbell)

public:
    Doorbell() = default;

    /// May be called from any thread.
    void ring() { QMetaObject::invokeMethod(this, &Doorbell::rang, Qt::QueuedConnection); }

signals:
    void rang();
};

} // namespace Pacewatch
