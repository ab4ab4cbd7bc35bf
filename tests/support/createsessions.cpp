#include "tests/support/createsessions.h"

#include "core/store/sessionfile.h"
#include "tests/support/calls.h"

#include <algorithm>

namespace Pacewatch::Make {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

Exchange stating(const Call& call, int left)
{
    Exchange exchange = call;
    exchange.response.headers.append("X-RateLimit-Limit", "100");
    exchange.response.headers.append("X-RateLimit-Remaining", QByteArray::number(left));
    if (exchange.isRefused()) {
        exchange.response.headers.append("Retry-After", "2");
        exchange.responseBody.head = R"({"message": "Rate limit exceeded."})";
        exchange.responseBody.size = exchange.responseBody.head.size();
    }
    return exchange;
}

} // namespace

QList<Exchange> burstCreates(Duration at)
{
    QList<Exchange> calls;
    for (int i = 0; i < 240; ++i) {
        Call call(at + (i / 24) * 30s + (i % 24) * 33ms);
        call.path("POST", "/api/contacts").body("guest " + QByteArray::number(i));
        if (i % 24 >= 10) {
            call.refused(2s);
        }
        // A minute holds two bursts; what the second refuses counts in no minute.
        const int used = (i / 24) % 2 * 10 + std::min(i % 24 + 1, 10);
        calls.append(stating(call, 100 - used));
    }
    return calls;
}

QList<Exchange> spreadCreates(Duration at)
{
    QList<Exchange> calls;
    for (int i = 0; i < 240; ++i) {
        Call call(at + i * 1150ms);
        call.path("POST", "/api/contacts").body("guest " + QByteArray::number(i));
        calls.append(stating(call, 60 - i % 40));
    }
    return calls;
}

QString writeSession(const QString& path, const QList<Exchange>& calls, const QString& customer)
{
    Result<SessionFile> file = SessionFile::open(path);
    (void)file->setFact(u"customer"_s, customer);
    (void)file->setFact(u"profile"_s, u"aisoule"_s);
    (void)file->append({calls.constData(), static_cast<std::size_t>(calls.size())});
    (void)file->finish();
    return path;
}

} // namespace Pacewatch::Make
