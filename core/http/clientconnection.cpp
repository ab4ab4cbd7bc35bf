#include "core/http/clientconnection.h"

#include "core/http/client.h"
#include "core/http/serializer.h"

#include <QSslSocket>

#include <algorithm>
#include <array>
#include <utility>

namespace Pacewatch::Http {

using namespace Qt::StringLiterals;

namespace {

/// 1xx answers to one request.
constexpr int MostInterimHeads = 64;

/// The seconds of `Keep-Alive: timeout=5`, if stated.
std::optional<Duration> statedIdleTime(const ResponseHead& head)
{
    const QList<QByteArray> parameters = head.headers.value("Keep-Alive").split(',');
    for (const QByteArray& parameter : parameters) {
        const QByteArray trimmed = parameter.trimmed().toLower();
        bool isNumber = false;
        const int seconds = trimmed.startsWith("timeout=") ? trimmed.mid(8).toInt(&isNumber) : 0;
        if (isNumber && seconds > 0) {
            return std::chrono::seconds(seconds);
        }
    }
    return {};
}

} // namespace

ClientConnection::ClientConnection(Client& client, Site site)
    : QObject(&client)
    , m_client(client)
    , m_site(std::move(site))
    , m_parser(Parser::Kind::Responses, client.options().parser)
{
    if (m_site.isTls) {
        auto* socket = new QSslSocket(this);
        socket->setSslConfiguration(client.m_tls);
        connect(socket, &QSslSocket::encrypted, this, &ClientConnection::noteReady);
        connect(socket, &QSslSocket::sslErrors, this, [this](const QList<QSslError>& errors) {
            m_certificateFault = errors.isEmpty() ? QString() : errors.first().errorString();
        });
        connect(socket, &QSslSocket::alertReceived, this,
                [this](QSsl::AlertLevel, QSsl::AlertType type) {
                    m_isClosedByAlert = m_isClosedByAlert || type == QSsl::AlertType::CloseNotify;
                });
        m_socket = socket;
    } else {
        m_socket = new QTcpSocket(this);
        connect(m_socket, &QTcpSocket::connected, this, &ClientConnection::noteReady);
    }
    m_socket->setReadBufferSize(client.options().readBuffer);
    connect(m_socket, &QTcpSocket::readyRead, this, &ClientConnection::pump);
    connect(m_socket, &QTcpSocket::bytesWritten, this, &ClientConnection::noteWritten);
    connect(m_socket, &QTcpSocket::errorOccurred, this, &ClientConnection::noteSocketError);
    connect(m_socket, &QTcpSocket::disconnected, this, &ClientConnection::noteClosed);
}

ClientConnection::~ClientConnection()
{
    m_socket->disconnect(this);
}

void ClientConnection::waitFor(Duration span)
{
    m_deadline = m_client.m_clock.now() + span;
    m_client.armSweep(*m_deadline);
}

void ClientConnection::carry(std::shared_ptr<ClientCall> call)
{
    m_call = std::move(call);
    m_call->m_connection = this;
    m_isPaused = m_call->m_isPaused;
    if (m_state == State::Idle) {
        m_state = State::Busy;
        m_call->m_listener.connected(Duration::zero());
        sendRequest();
        return;
    }
    connectToSite();
}

void ClientConnection::probe(std::function<void(Result<void>)> done)
{
    m_probed = std::move(done);
    connectToSite();
}

void ClientConnection::sendRequest()
{
    if (!m_call) {
        return; // who heard of the connection gave up
    }
    m_hasHead = false;
    m_interimHeads = 0;
    if (m_call->m_head.method == "HEAD") {
        m_parser.expectNoBody();
    }
    m_call->m_hasSentFirstByte = true;
    m_call->m_listener.firstByteSent();
    if (!m_call) {
        return;
    }
    const QByteArray early = std::exchange(m_call->m_early, {});
    write(QByteArray(writeHead(m_call->m_head) + early));
    if (!early.isEmpty() && unsent() == 0) {
        m_awaitsDrain = true; // it was waiting to leave, though not here
        noteWrittenSoon();
    }
    waitForAnswer();
}

/// The silence of a server counts once it has something to answer or to take.
void ClientConnection::waitForAnswer()
{
    if (!m_call || m_state != State::Busy) {
        return;
    }
    if (m_call->m_isBodyEnded || unsent() > 0) {
        waitFor(m_client.options().responseTime);
    } else {
        m_deadline.reset();
    }
}

void ClientConnection::write(QByteArrayView bytes)
{
    if (m_state != State::Busy) {
        return;
    }
    const bool hadUnsent = unsent() > 0;
    m_socket->write(bytes.data(), bytes.size());
    // flush() emits bytesWritten on the spot; requestDrained() must not come from inside a write.
    m_isFlushing = true;
    m_socket->flush();
    m_isFlushing = false;
    m_awaitsDrain = hadUnsent || unsent() > 0;
    if (hadUnsent && unsent() == 0) {
        noteWrittenSoon();
    }
}

void ClientConnection::noteWrittenSoon()
{
    QMetaObject::invokeMethod(this, &ClientConnection::noteWritten, Qt::QueuedConnection);
}

void ClientConnection::noteWritten()
{
    if (m_isFlushing || m_state != State::Busy || !m_call) {
        return;
    }
    if (m_call->m_isTunnel) {
        waitFor(m_client.options().tunnelTime);
    } else if (!m_hasHead && !m_isPaused) {
        waitForAnswer(); // the upload gets on
    }
    if (m_awaitsDrain && unsent() == 0) {
        m_awaitsDrain = false;
        m_call->m_listener.requestDrained();
    }
}

void ClientConnection::noteRequestWhole()
{
    if (!m_hasHead) {
        waitForAnswer();
    }
}

qint64 ClientConnection::unsent() const
{
    const auto* encrypted = qobject_cast<const QSslSocket*>(m_socket);
    return m_socket->bytesToWrite() + (encrypted ? encrypted->encryptedBytesToWrite() : 0);
}

void ClientConnection::setPaused(bool paused)
{
    m_isPaused = paused;
    if (paused) {
        m_deadline.reset(); // the silence is ours
        return;
    }
    const bool isTunnel = m_call && m_call->m_isTunnel;
    waitFor(isTunnel        ? m_client.options().tunnelTime
                : m_hasHead ? m_client.options().bodyTime
                            : m_client.options().responseTime);
    QMetaObject::invokeMethod(this, &ClientConnection::pump, Qt::QueuedConnection);
}

void ClientConnection::pump()
{
    if (m_state == State::Idle) {
        drop(); // an answer to nothing must never meet the next call
        return;
    }
    if (m_isPumping) {
        return;
    }
    m_isPumping = true;
    while (m_state == State::Busy && m_call && !m_isPaused && takeStep()) { }
    m_isPumping = false;
}

bool ClientConnection::takeStep()
{
    if (m_call->m_isTunnel) {
        return takeTunnelBytes();
    }
    switch (m_parser.next()) {
    case Parser::Step::NeedMore: {
        std::array<char, 16 * 1024> bytes;
        const qint64 count = m_socket->read(bytes.data(), bytes.size());
        if (count <= 0) {
            return false;
        }
        m_parser.feed(QByteArrayView(bytes.data(), count));
        waitFor(m_hasHead ? m_client.options().bodyTime : m_client.options().responseTime);
        return true;
    }
    case Parser::Step::Head:
        takeHead();
        return true;
    case Parser::Step::Body:
        m_call->m_listener.bodyArrived(m_parser.body().toByteArray());
        return true;
    case Parser::Step::End:
        takeEnd();
        return true;
    case Parser::Step::Failed:
        break;
    }
    failCall({ErrorCode::Corrupt, QString::fromLatin1(m_parser.failure().reason)});
    return false;
}

void ClientConnection::takeHead()
{
    const ResponseHead head = m_parser.responseHead();
    if (head.status == 101) {
        upgrade(head);
        return;
    }
    if (head.status < 200) {
        if (++m_interimHeads > MostInterimHeads) {
            failCall({ErrorCode::Corrupt, u"interim answers without an end"_s});
            return;
        }
        m_call->m_listener.informational(head);
        return;
    }
    m_hasHead = true;
    waitFor(m_client.options().bodyTime);
    m_statedIdleTime = statedIdleTime(head);
    if (m_parser.endsWithConnection()) {
        m_witness.watch(m_socket->socketDescriptor());
    }
    m_call->m_listener.headArrived(head);
}

void ClientConnection::upgrade(const ResponseHead& head)
{
    if (!m_call->m_mayUpgrade || !m_call->m_isBodyEnded) {
        failCall({ErrorCode::Corrupt, u"the server switched protocols unasked"_s});
        return;
    }
    m_hasHead = true;
    m_call->m_isTunnel = true;
    waitFor(m_client.options().tunnelTime);
    const QByteArray early = m_parser.takePending();
    m_call->m_listener.upgraded(head);
    if (m_call && !early.isEmpty()) {
        m_call->m_listener.bodyArrived(early);
    }
}

bool ClientConnection::takeTunnelBytes()
{
    std::array<char, 16 * 1024> bytes;
    const qint64 count = m_socket->read(bytes.data(), bytes.size());
    if (count <= 0) {
        return false;
    }
    waitFor(m_client.options().tunnelTime);
    m_call->m_listener.bodyArrived(QByteArray(bytes.data(), count));
    return true;
}

void ClientConnection::takeEnd()
{
    if (m_parser.responseHead().status < 200) {
        m_parser.restart();
        return;
    }
    const Headers trailers = m_parser.trailers();
    const std::shared_ptr<ClientCall> call = releaseCall();
    const bool isRequestWhole
        = call->m_isBodyEnded && !listHolds(call->m_head.headers.value("Connection"), "close");
    if (isRequestWhole) {
        keepOrDrop();
    } else {
        drop();
    }
    call->m_listener.finished(trailers);
}

void ClientConnection::keepOrDrop()
{
    const bool isClean = m_parser.keepsAlive() && m_parser.pending() == 0
        && m_socket->bytesAvailable() == 0 && unsent() == 0
        && m_socket->state() == QAbstractSocket::ConnectedState
        && m_client.m_clock.now() - m_made < m_client.options().lifeTime;
    if (!isClean || !m_client.mayKeep(m_site)) {
        drop();
        return;
    }
    m_parser.restart();
    m_isPaused = false;
    m_state = State::Idle;
    // A second less than the server states, so that a call does not meet a closing connection.
    const Duration stated = m_statedIdleTime.value_or(m_client.options().idleTime)
        - (m_statedIdleTime ? Duration(std::chrono::seconds(1)) : Duration::zero());
    waitFor(std::clamp(stated, Duration::zero(), m_client.options().idleTime));
}

void ClientConnection::noteSocketError(QAbstractSocket::SocketError error)
{
    if (m_state == State::Idle) {
        drop();
        return;
    }
    if (m_state == State::Connecting) {
        if (!m_addresses.isEmpty() && m_certificateFault.isEmpty()) {
            // Not from inside the socket's own signal.
            QMetaObject::invokeMethod(
                this,
                [this] {
                    if (m_state == State::Connecting && !m_addresses.isEmpty()) {
                        m_socket->abort();
                        tryNextAddress();
                    }
                },
                Qt::QueuedConnection);
            return;
        }
        failCall(errorOf(error));
        return;
    }
    if (m_state == State::Busy && error != QAbstractSocket::RemoteHostClosedError) {
        // An answer that came before the failure counts.
        pump();
        if (m_state == State::Busy && !m_isPaused) {
            failCall(errorOf(error));
        }
    }
}

void ClientConnection::noteClosed()
{
    if (m_state == State::Idle) {
        drop();
        return;
    }
    if (m_state != State::Busy) {
        return; // while connecting, errorOccurred tells more
    }
    m_isPaused = false; // what is left fits in the read buffer
    pump();
    if (m_state != State::Busy || !m_call) {
        return;
    }
    if (m_call->m_isTunnel) {
        const std::shared_ptr<ClientCall> call = releaseCall();
        drop();
        call->m_listener.finished({});
        return;
    }
    // The end of an answer without a length (RFC 9112, 6.3). Over TLS only when the server said so:
    // anybody on the way can end a TCP connection (RFC 9112, 9.8). A reset is none.
    const bool isEnd = m_site.isTls ? m_isClosedByAlert : !m_witness.sawReset();
    if (isEnd
        && (m_socket->error() == QAbstractSocket::RemoteHostClosedError
            || m_socket->error() == QAbstractSocket::UnknownSocketError)) {
        m_parser.endOfInput();
        pump();
    }
    if (m_state == State::Busy && m_call) {
        failCall({ErrorCode::Unreachable,
                  m_hasHead ? u"the answer was cut short"_s
                            : u"the server closed the connection without an answer"_s});
    }
}

void ClientConnection::failCall(const Error& error)
{
    const std::shared_ptr<ClientCall> call = releaseCall();
    const auto probed = std::exchange(m_probed, {});
    drop();
    if (probed) {
        probed(fail(error));
    }
    if (call) {
        call->m_listener.failed(error, call->m_hasSentFirstByte);
    }
}

/// Lets go of the call, which is over with it.
std::shared_ptr<ClientCall> ClientConnection::releaseCall()
{
    if (m_call) {
        m_call->m_connection = nullptr;
        m_call->m_isOver = true;
    }
    return std::exchange(m_call, nullptr);
}

void ClientConnection::expire()
{
    switch (m_state) {
    case State::Connecting:
        if (giveAddressUp()) {
            return;
        }
        failCall({ErrorCode::TimedOut, u"connecting took too long"_s});
        return;
    case State::Busy:
        // What came while the computer slept is there, only nobody has read it yet.
        m_socket->waitForReadyRead(0);
        if (m_state == State::Busy && m_deadline && *m_deadline <= m_client.m_clock.now()) {
            failCall({ErrorCode::TimedOut, u"no answer in time"_s});
        }
        return;
    case State::New:
    case State::Idle:
    case State::Over:
        drop();
        return;
    }
}

void ClientConnection::drop()
{
    if (m_state == State::Over) {
        return;
    }
    m_state = State::Over;
    m_deadline.reset();
    releaseCall();
    m_probed = {};
    if (m_lookup >= 0) {
        QHostInfo::abortHostLookup(m_lookup);
    }
    m_socket->disconnect(this);
    m_socket->abort();
    m_witness.leave();
    m_client.forget(this);
    deleteLater();
}

} // namespace Pacewatch::Http
