#include "core/http/server.h"

#include "core/http/serverconnection.h"

#include <QNetworkProxy>
#include <QTcpSocket>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/socket.h>
#include <utility>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#endif

namespace Pacewatch::Http {

using namespace Qt::StringLiterals;

namespace {

constexpr int Backlog = 1024;
/// Connections above the cap that are open at once while they are told so; never more than the cap.
constexpr int MostTurnedAway = 16;
/// Connections that are accepted before others get their turn.
constexpr int MostAtOnce = 16;
/// Descriptors for everything but connections: files, sessions, threads.
constexpr int OtherDescriptors = 40;
/// In which a client may read its last answer even where others wait to be taken.
constexpr Duration LeastFarewell = std::chrono::milliseconds(4);
/// How long a server that ran out of descriptors waits before it accepts again.
constexpr Duration BreathingSpace = std::chrono::seconds(1);

/// A quarter of the descriptors that are left for connections: those of two loopback servers that
/// are served, those they turn away and those that wait, and the ones upstream share them.
int affordableConnections(int wished)
{
#ifdef Q_OS_UNIX
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        const auto most = static_cast<qint64>(std::min<rlim_t>(limit.rlim_cur, 1U << 22));
        const qint64 quarter = (most - OtherDescriptors) / 4;
        return static_cast<int>(std::min<qint64>(wished, std::max<qint64>(quarter, 1)));
    }
#endif
    return wished;
}

Error listenError(const QTcpServer& listener)
{
    switch (listener.serverError()) {
    case QAbstractSocket::AddressInUseError:
        return {ErrorCode::Busy, listener.errorString()};
    case QAbstractSocket::SocketAccessError:
        return {ErrorCode::Refused, listener.errorString()};
    case QAbstractSocket::SocketAddressNotAvailableError:
    case QAbstractSocket::UnsupportedSocketOperationError:
        return {ErrorCode::Unsupported, listener.errorString()};
    default:
        return {ErrorCode::Unreachable, listener.errorString()};
    }
}

} // namespace

Server::Server(Clock& clock, ServerLimits limits, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_limits(std::move(limits))
    , m_sweepBell(clock.makeBell([this] { sweep(); }))
{
    m_limits.connections = affordableConnections(m_limits.connections);
    m_listener.setProxy(QNetworkProxy::NoProxy);
    m_listener.setListenBacklogSize(Backlog);
}

Server::~Server()
{
    blockSignals(true);
    close();
}

Result<void> Server::listen(const QHostAddress& address, quint16 port)
{
    if (!m_listener.listen(address, port)) {
        return fail(listenError(m_listener));
    }
    // It accepts nothing itself: out of descriptors it would ask the system again and again.
    m_listener.pauseAccepting();
    m_waiting
        = std::make_unique<QSocketNotifier>(m_listener.socketDescriptor(), QSocketNotifier::Read);
    connect(m_waiting.get(), &QSocketNotifier::activated, this, &Server::acceptWaiting);
    return {};
}

void Server::close()
{
    m_waiting.reset();
    m_listener.close();
    const std::vector<ServerConnection*> open = m_connections;
    for (ServerConnection* connection : open) {
        connection->cut();
    }
}

int Server::connectionCount() const
{
    return static_cast<int>(m_connections.size());
}

void Server::acceptWaiting()
{
    const int most = m_limits.connections + std::min(MostTurnedAway, m_limits.connections);
    // The rest waits in the system's backlog, where it takes no descriptor of ours.
    for (int taken = 0; taken < MostAtOnce; ++taken) {
        if (connectionCount() >= most && !endFarewell()) {
            m_waiting->setEnabled(false);
            m_isFull = true;
            armSweep(m_clock.now() + LeastFarewell);
            return;
        }
        QTcpSocket* socket = acceptNext();
        if (!socket) {
            return;
        }
        auto* connection = new ServerConnection(*this, socket);
        connection->setParent(this);
        if (connection->hasPeerHungUp()) {
            connection->cut(); // it left while it waited: nobody is there to be answered
            continue;
        }
        const bool isWelcome = makeRoom();
        m_connections.push_back(connection);
        emit connectionCountChanged(connectionCount());
        if (isWelcome) {
            connection->pump(); // the request may have come with the connection
        } else {
            connection->turnAway();
        }
    }
}

QTcpSocket* Server::acceptNext()
{
    int descriptor = -1;
    do {
        descriptor = ::accept(static_cast<int>(m_listener.socketDescriptor()), nullptr, nullptr);
    } while (descriptor < 0 && (errno == EINTR || errno == ECONNABORTED));
    if (descriptor >= 0) {
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
        auto* socket = new QTcpSocket;
        socket->setSocketDescriptor(descriptor);
        return socket;
    }
    if (errno != EAGAIN && errno != EWOULDBLOCK) {
        m_waiting->setEnabled(false);
        m_isOutOfBreath = true;
        armSweep(m_clock.now() + BreathingSpace);
    }
    return nullptr;
}

bool Server::endFarewell()
{
    const Instant latest = m_clock.now() - LeastFarewell;
    const auto isSaid = [latest](const ServerConnection* connection) {
        return connection->lingersSince().value_or(Instant::max()) <= latest;
    };
    const auto oldest = std::find_if(m_connections.begin(), m_connections.end(), isSaid);
    if (oldest == m_connections.end()) {
        return false;
    }
    (*oldest)->cut();
    return true;
}

bool Server::makeRoom()
{
    if (connectionCount() < m_limits.connections) {
        return true;
    }
    // Whoever's request is there, but was not read yet, does not wait.
    const std::vector<ServerConnection*> all = m_connections;
    for (ServerConnection* connection : all) {
        connection->pump();
    }
    int open = 0; // those that linger after their last answer take no place
    ServerConnection* longest = nullptr;
    Instant longestSince{};
    for (ServerConnection* connection : m_connections) {
        open += connection->isOver() ? 0 : 1;
        const std::optional<Instant> since = connection->waitsSince();
        if (since && (!longest || *since < longestSince)) {
            longest = connection;
            longestSince = *since;
        }
    }
    if (open >= m_limits.connections && longest) {
        longest->cut();
        --open;
    }
    return open < m_limits.connections;
}

void Server::forget(ServerConnection* connection)
{
    if (std::erase(m_connections, connection) == 0) {
        return;
    }
    emit connectionCountChanged(connectionCount());
    if (m_isFull) {
        QMetaObject::invokeMethod(this, &Server::acceptAgain, Qt::QueuedConnection);
    }
}

void Server::acceptAgain()
{
    if (m_isFull && m_listener.isListening()) {
        m_isFull = false;
        m_waiting->setEnabled(true);
        acceptWaiting();
    }
}

void Server::armSweep(Instant at)
{
    if (!m_sweepAt || at < *m_sweepAt) {
        m_sweepAt = at;
        m_sweepBell->armAt(at);
    }
}

void Server::sweep()
{
    m_sweepAt.reset();
    const Instant now = m_clock.now();
    if (std::exchange(m_isOutOfBreath, false) && m_listener.isListening() && !m_isFull) {
        m_waiting->setEnabled(true);
    }
    acceptAgain();
    const std::vector<ServerConnection*> open = m_connections;
    for (ServerConnection* connection : open) {
        if (connection->deadline() && *connection->deadline() <= now) {
            connection->expire();
        }
    }
    for (const ServerConnection* connection : m_connections) {
        if (connection->deadline()) {
            armSweep(*connection->deadline());
        }
    }
}

Result<void> tryListenBoth(Server& v4, Server& v6, quint16 port)
{
    // A port the system chose for one address may be taken on the other.
    for (int attempts = port == 0 ? 16 : 1; attempts > 0; --attempts) {
        if (Result<void> first = v4.listen(QHostAddress::LocalHost, port); !first) {
            return first;
        }
        const Result<void> second = v6.listen(QHostAddress::LocalHostIPv6, v4.port());
        if (second || second.error().code != ErrorCode::Busy) {
            return {};
        }
        v4.close();
    }
    return fail(ErrorCode::Busy, u"the port is taken on ::1"_s);
}

} // namespace Pacewatch::Http
