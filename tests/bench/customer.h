#pragma once

#include <QUrl>

#include <atomic>
#include <thread>

namespace Pacewatch {

/// A customer's program: so many calls a second over one connection, on a thread of its own. Each
/// asks for another page.
class Customer final
{
public:
    Customer(const QUrl& proxy, double perSecond);
    /// Hangs up and waits for its thread.
    ~Customer();
    Customer(const Customer&) = delete;
    Customer& operator=(const Customer&) = delete;

    /// Makes so many calls more, as fast as they are answered.
    void burst(int calls) { m_more += calls; }
    [[nodiscard]] qint64 calls() const { return m_calls; }

private:
    void run(const QUrl& proxy, double perSecond);

    std::atomic<bool> m_ends = false;
    std::atomic<int> m_more = 0;
    std::atomic<qint64> m_calls = 0;
    std::thread m_thread; ///< last: it uses the others
};

} // namespace Pacewatch
