#pragma once

#include <QtGlobal>

namespace Pacewatch::Http {

/// Tells how a TCP connection ended, which QTcpSocket does not: it takes a reset for an end. Holds
/// on to the system's socket for that. For one thread.
class EndWitness final
{
    Q_DISABLE_COPY_MOVE(EndWitness)

public:
    EndWitness() = default;
    ~EndWitness();

    /// Watches the connection of @p descriptor from here on, in place of any other.
    void watch(qintptr descriptor);
    /// Watches none.
    void leave();
    /// Whether the connection was reset, by the peer or somebody on the way; false without one.
    [[nodiscard]] bool sawReset() const;

private:
    int m_descriptor = -1;
};

} // namespace Pacewatch::Http
