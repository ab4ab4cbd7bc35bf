// Calls a server over kept connections and prints how long it took, as one JSON object.
//
//   paced_load PORT RATE SECONDS CONNECTIONS [PATH]
//
// With a RATE the calls are planned beforehand, and each is timed from the moment it was due, so
// that a server that stalls cannot hide it. A RATE of 0 keeps every connection busy all the time.
// Everything stays on 127.0.0.1.
#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace {

using Moment = std::chrono::steady_clock::time_point;
using Span = std::chrono::nanoseconds;

struct Connection
{
    int socket = -1;
    bool isBusy = false;
    Moment due{};
    std::string received;
};

int connectTo(int port)
{
    const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int on = 1;
    ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    return made;
}

/// Whether @p received holds a whole answer, by its Content-Length.
bool isWhole(const std::string& received)
{
    const std::size_t end = received.find("\r\n\r\n");
    if (end == std::string::npos) {
        return false;
    }
    std::string head = received.substr(0, end);
    std::transform(head.begin(), head.end(), head.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const std::size_t field = head.find("content-length:");
    const std::size_t size
        = field == std::string::npos ? 0 : std::strtoul(head.c_str() + field + 15, nullptr, 10);
    return received.size() >= end + 4 + size;
}

class Load final
{
public:
    Load(int port, double rate, Span length, int connections, const std::string& path)
        : m_rate(rate)
        , m_length(length)
        , m_request("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port)
                    + "\r\nUser-Agent: paced-load/1\r\nAccept: application/json\r\n\r\n")
        , m_connections(static_cast<std::size_t>(connections))
    {
        for (Connection& connection : m_connections) {
            connection.socket = connectTo(port);
        }
    }

    void run()
    {
        m_start = std::chrono::steady_clock::now();
        const Moment end = m_start + m_length;
        while (std::chrono::steady_clock::now() < end) {
            depart(end);
            wait();
        }
        const Moment patience = end + std::chrono::seconds(5);
        while (isAnyBusy() && std::chrono::steady_clock::now() < patience) {
            wait();
        }
    }

    void print()
    {
        std::sort(m_spans.begin(), m_spans.end());
        const auto at = [&](double part) {
            const auto index = static_cast<std::size_t>(part * static_cast<double>(m_spans.size()));
            return m_spans.empty() ? 0.0
                                   : std::chrono::duration<double, std::micro>(
                                         m_spans[std::min(index, m_spans.size() - 1)])
                                         .count();
        };
        std::printf("{\"calls\": %zu, \"failed\": %zu, \"p50_us\": %.1f, \"p99_us\": %.1f, "
                    "\"max_us\": %.1f, \"per_second\": %.1f}\n",
                    m_spans.size(), m_failed, at(0.5), at(0.99), at(1.0),
                    static_cast<double>(m_spans.size())
                        / std::chrono::duration<double>(m_length).count());
    }

private:
    [[nodiscard]] Moment dueAt(std::size_t number) const
    {
        const std::chrono::duration<double> after(static_cast<double>(number) / m_rate);
        return m_start + std::chrono::duration_cast<Span>(after);
    }

    [[nodiscard]] bool isAnyBusy() const
    {
        return std::any_of(m_connections.begin(), m_connections.end(),
                           [](const Connection& each) { return each.isBusy; });
    }

    void depart(Moment end)
    {
        const Moment now = std::chrono::steady_clock::now();
        for (Connection& connection : m_connections) {
            if (connection.isBusy) {
                continue;
            }
            const Moment due = m_rate > 0 ? dueAt(m_planned) : now;
            if (due > now || due >= end) {
                return;
            }
            ++m_planned;
            connection.due = due;
            connection.isBusy = true;
            connection.received.clear();
            const auto size = static_cast<ssize_t>(m_request.size());
            if (::send(connection.socket, m_request.data(), m_request.size(), MSG_NOSIGNAL)
                != size) {
                std::perror("send");
                std::exit(1);
            }
        }
    }

    void wait()
    {
        m_polled.clear();
        for (const Connection& connection : m_connections) {
            m_polled.push_back({connection.isBusy ? connection.socket : -1, POLLIN, 0});
        }
        timespec pause{0, 50'000'000};
        if (m_rate > 0) {
            const auto left
                = std::max<Span>(dueAt(m_planned) - std::chrono::steady_clock::now(), Span::zero());
            pause.tv_nsec = std::min<long>(left.count(), 50'000'000);
        }
        if (::ppoll(m_polled.data(), m_polled.size(), &pause, nullptr) <= 0) {
            return;
        }
        for (std::size_t at = 0; at < m_polled.size(); ++at) {
            if (m_polled[at].revents != 0) {
                take(m_connections[at]);
            }
        }
    }

    void take(Connection& connection)
    {
        std::array<char, 16 * 1024> bytes{};
        const ssize_t count = ::recv(connection.socket, bytes.data(), bytes.size(), 0);
        if (count <= 0) {
            std::fprintf(stderr, "a connection was closed\n");
            std::exit(1);
        }
        connection.received.append(bytes.data(), static_cast<std::size_t>(count));
        if (isWhole(connection.received)) {
            m_spans.push_back(std::chrono::steady_clock::now() - connection.due);
            m_failed += connection.received.compare(9, 3, "200") == 0 ? 0 : 1;
            connection.isBusy = false;
        }
    }

    double m_rate;
    Span m_length;
    std::string m_request;
    std::vector<Connection> m_connections;
    std::vector<pollfd> m_polled;
    std::vector<Span> m_spans;
    std::size_t m_planned = 0;
    std::size_t m_failed = 0;
    Moment m_start{};
};

} // namespace

int main(int count, char** arguments)
{
    if (count < 5) {
        std::fprintf(stderr, "paced_load PORT RATE SECONDS CONNECTIONS [PATH]\n");
        return 2;
    }
    const double seconds = std::atof(arguments[3]);
    Load load(std::atoi(arguments[1]), std::atof(arguments[2]),
              std::chrono::duration_cast<Span>(std::chrono::duration<double>(seconds)),
              std::max(std::atoi(arguments[4]), 1), count > 5 ? arguments[5] : "/");
    load.run();
    load.print();
    return 0;
}
