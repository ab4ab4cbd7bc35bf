#include "core/http/endwitness.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Pacewatch::Http {

EndWitness::~EndWitness()
{
    leave();
}

void EndWitness::watch(qintptr descriptor)
{
    leave();
    m_descriptor = ::fcntl(static_cast<int>(descriptor), F_DUPFD_CLOEXEC, 0);
}

void EndWitness::leave()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
        m_descriptor = -1;
    }
}

bool EndWitness::sawReset() const
{
    // A reset connection has no peer any more; one that the peer only ended still has.
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    return m_descriptor >= 0
        && ::getpeername(m_descriptor, reinterpret_cast<sockaddr*>(&peer), &size) != 0;
}

} // namespace Pacewatch::Http
