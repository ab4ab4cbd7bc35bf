#pragma once

#include "core/clock.h"
#include "core/http/client.h"
#include "core/http/parser.h"

#include <QObject>

#include <memory>
#include <optional>

namespace Pacewatch::Http {

/// What became of a single call.
struct SingleAnswer
{
    WholeResponse response; ///< head.status is 0 when there was none
    std::optional<Error> error;
    bool isIncomplete = false; ///< the answer was cut short: error says how
    bool mayHaveBeenProcessed = false; ///< the request's first byte left
    Instant sent{}; ///< when the call was started
    Duration connecting{};
    Duration firstByte{}; ///< from sent to the first byte of the answer
    Duration took{}; ///< from sent to the end
};

/// Sends one whole request and yields one whole response with its timings. Lives on its client's
/// thread; destroying it aborts the call.
class SingleCall final : public QObject, private ClientCall::Listener
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SingleCall)

public:
    /// @p clock and @p client must outlive the call.
    SingleCall(Clock& clock, Client& client, QObject* parent = nullptr);
    ~SingleCall() override;

    /// Sends; once for each SingleCall. TooLarge when the answer's body exceeds @p mostBody bytes.
    void start(const Site& site, RequestHead head, const QByteArray& body = {},
               qint64 mostBody = 8 * 1024 * 1024);
    void abort();

signals:
    /// From here on the server may act.
    void departed();
    void done(const Pacewatch::Http::SingleAnswer& answer);

private:
    void connected(Duration connecting) override;
    void firstByteSent() override;
    void headArrived(const ResponseHead& head) override;
    void bodyArrived(const QByteArray& bytes) override;
    void finished(const Headers& trailers) override;
    void failed(const Error& error, bool mayHaveBeenProcessed) override;
    void end(std::optional<Error> error);

    Clock& m_clock;
    Client& m_client;
    std::shared_ptr<ClientCall> m_call;
    SingleAnswer m_answer;
    qint64 m_mostBody = 0;
    bool m_isOver = false;
};

} // namespace Pacewatch::Http
