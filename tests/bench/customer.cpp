#include "tests/bench/customer.h"

#include <QByteArray>

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace Pacewatch {

namespace {

using Steady = std::chrono::steady_clock;
using namespace std::chrono_literals;

/// How often it looks whether it should call at once, or hang up.
constexpr Steady::duration Look = 2ms;

int connected(const QUrl& proxy)
{
    const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<quint16>(proxy.port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        std::fprintf(stderr, "the proxy cannot be reached\n");
        ::close(socket);
        return -1;
    }
    return socket;
}

} // namespace

Customer::Customer(const QUrl& proxy, double perSecond)
    : m_thread([this, proxy, perSecond] { run(proxy, perSecond); })
{ }

Customer::~Customer()
{
    m_ends = true;
    m_thread.join();
}

void Customer::run(const QUrl& proxy, double perSecond)
{
    const int socket = connected(proxy);
    if (socket < 0) {
        return;
    }
    const auto step = std::chrono::duration_cast<Steady::duration>(
        std::chrono::duration<double>(1 / perSecond));
    Steady::time_point due = Steady::now();
    QByteArray answer(65536, '\0');
    while (!m_ends) {
        if (m_more > 0) {
            --m_more;
        } else if (const Steady::time_point now = Steady::now(); now < due) {
            std::this_thread::sleep_until(std::min(due, now + Look));
            continue;
        } else {
            due += step;
        }
        const QByteArray call = "GET " + proxy.path().toLatin1() + "/contacts?page="
            + QByteArray::number(m_calls + 1) + " HTTP/1.1\r\nHost: " + proxy.authority().toLatin1()
            + "\r\nX-API-Key: practice-key-0001\r\n\r\n";
        if (::send(socket, call.constData(), static_cast<size_t>(call.size()), MSG_NOSIGNAL) < 0
            || ::recv(socket, answer.data(), static_cast<size_t>(answer.size()), 0) <= 0) {
            std::fprintf(stderr, "the proxy hung up after %lld calls\n",
                         static_cast<long long>(m_calls));
            break;
        }
        ++m_calls;
    }
    ::close(socket);
}

} // namespace Pacewatch
