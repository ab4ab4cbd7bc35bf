#include "core/http/parser.h"

#include "core/http/chunkscan.h"
#include "core/http/headcheck.h"
#include "core/http/serializer.h"

#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>
#include <utility>
#include <variant>

namespace Pacewatch::Http {

using namespace Qt::StringLiterals;

namespace {

namespace Beast = boost::beast::http;
using BeastText = boost::beast::string_view;
using BeastError = boost::beast::error_code;

/// Beast's grammar, told to keep nothing: heads and trailers are read from the raw bytes, so that
/// order, case and duplicates survive.
template<bool IsRequest>
class Grammar final : public Beast::basic_parser<IsRequest>
{
public:
    explicit Grammar(bool hasNoBody)
    {
        this->body_limit(boost::none);
        // Our own limits were applied before; Beast's must never be the tighter one.
        this->header_limit(1U << 30);
        if (hasNoBody) {
            this->skip(true);
        }
    }

    QByteArrayView takePiece() { return std::exchange(m_piece, {}); }
    [[nodiscard]] bool isAtChunkLine() const { return m_leftInChunk == 0; }

private:
    void on_request_impl(Beast::verb, BeastText, BeastText, int, BeastError&) override { }
    void on_response_impl(int, BeastText, int, BeastError&) override { }
    void on_field_impl(Beast::field, BeastText, BeastText, BeastError&) override { }
    void on_header_impl(BeastError&) override { }
    void on_body_init_impl(const boost::optional<std::uint64_t>&, BeastError&) override { }
    void on_finish_impl(BeastError&) override { }

    std::size_t on_body_impl(BeastText bytes, BeastError&) override
    {
        m_piece = QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size()));
        return bytes.size();
    }

    void on_chunk_header_impl(std::uint64_t size, BeastText, BeastError&) override
    {
        m_leftInChunk = size;
    }

    std::size_t on_chunk_body_impl(std::uint64_t, BeastText bytes, BeastError&) override
    {
        m_piece = QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size()));
        m_leftInChunk -= bytes.size();
        return bytes.size();
    }

    QByteArrayView m_piece;
    std::uint64_t m_leftInChunk = 0;
};

using AnyGrammar = std::variant<std::monostate, Grammar<true>, Grammar<false>>;

/// Calls @p ask with the grammar in use; the answer of the monostate is a default value.
template<typename Ask>
auto with(AnyGrammar& grammar, Ask ask)
{
    using Answer = decltype(ask(std::declval<Grammar<true>&>()));
    if (auto* request = std::get_if<Grammar<true>>(&grammar)) {
        return ask(*request);
    }
    if (auto* response = std::get_if<Grammar<false>>(&grammar)) {
        return ask(*response);
    }
    return Answer();
}

QByteArray reasonOf(const BeastError& error)
{
    if (error == Beast::error::bad_chunk || error == Beast::error::bad_chunk_extension) {
        return "malformed chunk";
    }
    if (error == Beast::error::bad_method || error == Beast::error::bad_target
        || error == Beast::error::bad_version || error == Beast::error::bad_status
        || error == Beast::error::bad_reason) {
        return "malformed start line";
    }
    return "malformed header fields";
}

/// The head with those of its fields that say how long the body is. Beast reads no others, and as
/// they came it would refuse some: it wants the space after the status and none before a colon, and
/// both faults are common and harmless (RFC 9112, 4 and 5.1).
QByteArray framingOf(const ResponseHead& head)
{
    ResponseHead bare{head.status, {}, head.minorVersion, {}};
    for (const Field& field : head.headers) {
        if (sameName(field.name, "Content-Length") || sameName(field.name, "Transfer-Encoding")
            || sameName(field.name, "Connection")) {
            bare.headers.append(field.name, field.value);
        }
    }
    return writeHead(bare);
}

} // namespace

/// The state of one parser.
class Parser::Framing final
{
public:
    Framing(Kind kind, const ParserLimits& limits)
        : m_kind(kind)
        , m_limits(limits)
        , m_scan(kind == Kind::Requests, limits)
        , m_chunks(limits)
    { }

    Step next();
    Step readHead();
    Step readBody();
    Step fail(ParseFailure failure);
    [[nodiscard]] std::optional<Step> stepAtChunkLine();
    std::optional<ParseFailure> readTrailers(QByteArrayView raw);
    BeastError put(QByteArrayView bytes, qsizetype& used);
    [[nodiscard]] bool isDone()
    {
        return with(m_grammar, [](auto& grammar) { return grammar.is_done(); });
    }
    [[nodiscard]] QByteArrayView pending() const { return QByteArrayView(m_bytes).sliced(m_at); }

    enum class Stage
    {
        Head,
        Body,
        Ended,
        Failed
    };

    Kind m_kind;
    ParserLimits m_limits;
    HeadScan m_scan;
    ChunkScan m_chunks;
    AnyGrammar m_grammar;
    Stage m_stage = Stage::Head;
    QByteArray m_bytes;
    qsizetype m_at = 0; // everything before it is parsed
    bool m_isInputOver = false;
    bool m_expectsNoBody = false;
    bool m_hasSkippedLine = false;
    bool m_endsWithConnection = false;
    RequestHead m_request;
    ResponseHead m_response;
    StatedFraming m_stated;
    QByteArrayView m_body;
    Headers m_trailers;
    ParseFailure m_failure;
};

Parser::Step Parser::Framing::fail(ParseFailure failure)
{
    m_stage = Stage::Failed;
    m_failure = std::move(failure);
    return Step::Failed;
}

BeastError Parser::Framing::put(QByteArrayView bytes, qsizetype& used)
{
    BeastError error;
    used = static_cast<qsizetype>(with(m_grammar, [&](auto& grammar) {
        return grammar.put(
            boost::asio::const_buffer(bytes.data(), static_cast<std::size_t>(bytes.size())), error);
    }));
    return error;
}

Parser::Step Parser::Framing::next()
{
    m_body = {};
    switch (m_stage) {
    case Stage::Head:
        return readHead();
    case Stage::Body:
        return readBody();
    case Stage::Ended:
        return Step::End;
    case Stage::Failed:
        break;
    }
    return Step::Failed;
}

Parser::Step Parser::Framing::readHead()
{
    // One empty line before a request is a leftover of old clients (RFC 9112, 2.2).
    if (m_kind == Kind::Requests && !m_hasSkippedLine && pending().startsWith("\r\n")) {
        m_at += 2;
        m_hasSkippedLine = true;
    }
    if (m_kind == Kind::Requests && !m_hasSkippedLine && pending() == "\r" && !m_isInputOver) {
        return Step::NeedMore;
    }
    // A server of another protocol may greet and then wait for ever.
    constexpr QByteArrayView Start = "HTTP/";
    if (m_kind == Kind::Responses
        && !Start.startsWith(pending().first(std::min(pending().size(), Start.size())))) {
        return fail({400, "malformed status line"});
    }
    const HeadScan::State state = m_scan.look(pending());
    if (state == HeadScan::State::NeedMore) {
        return m_isInputOver && !pending().isEmpty() ? fail({400, "head cut short"})
                                                     : Step::NeedMore;
    }
    if (state == HeadScan::State::Failed) {
        return fail(m_scan.failure());
    }
    const QByteArrayView raw = pending().first(m_scan.size());
    QByteArray mended;
    if (m_kind == Kind::Requests) {
        if (auto failure = readRequestHead(raw, m_request, m_stated)) {
            return fail(*failure);
        }
        m_grammar.emplace<Grammar<true>>(false);
    } else {
        if (auto failure = readResponseHead(raw, m_response, m_stated)) {
            return fail(*failure);
        }
        m_grammar.emplace<Grammar<false>>(m_expectsNoBody);
        mended = framingOf(m_response);
    }
    qsizetype used = 0;
    const QByteArrayView head = mended.isEmpty() ? raw : QByteArrayView(mended);
    if (const BeastError error = put(head, used)) {
        return fail({400, reasonOf(error)});
    }
    m_at += raw.size();
    m_stage = isDone() ? Stage::Ended : Stage::Body;
    m_endsWithConnection = m_stage == Stage::Body && !m_stated.isChunked && !m_stated.length;
    return Step::Head;
}

/// Why the bytes that are there cannot go on to Beast; nothing when they can.
std::optional<Parser::Step> Parser::Framing::stepAtChunkLine()
{
    if (!m_stated.isChunked
        || !with(m_grammar, [](auto& grammar) { return grammar.isAtChunkLine(); })) {
        return {};
    }
    switch (m_chunks.look(pending())) {
    case ChunkScan::State::Whole:
        return {};
    case ChunkScan::State::NeedMore:
        return m_isInputOver ? fail({400, "body cut short"}) : Step::NeedMore;
    case ChunkScan::State::TooLarge:
        return fail({431, "trailers too large"});
    case ChunkScan::State::Malformed:
        break;
    }
    return fail({400, "malformed chunk"});
}

std::optional<ParseFailure> Parser::Framing::readTrailers(QByteArrayView raw)
{
    if (raw.startsWith("\r\n")) {
        raw = raw.sliced(2);
    }
    raw = raw.sliced(raw.indexOf("\r\n") + 2);
    if (raw.size() > m_limits.fields + 2) {
        return ParseFailure{431, "trailers too large"};
    }
    if (auto failure = readFields(raw, m_kind == Kind::Responses, m_trailers)) {
        return failure;
    }
    if (m_trailers.size() > m_limits.fieldCount) {
        return ParseFailure{431, "trailers too large"};
    }
    return {};
}

Parser::Step Parser::Framing::readBody()
{
    while (!isDone()) {
        const QByteArrayView bytes = pending();
        if (bytes.isEmpty()) {
            if (!m_isInputOver) {
                return Step::NeedMore;
            }
            if (!m_endsWithConnection) {
                return fail({400, "body cut short"});
            }
            m_stage = Stage::Ended;
            return Step::End;
        }
        if (const std::optional<Step> step = stepAtChunkLine()) {
            return *step;
        }
        qsizetype used = 0;
        if (const BeastError error = put(bytes, used)) {
            return fail({400, reasonOf(error)});
        }
        m_at += used;
        m_body = with(m_grammar, [](auto& grammar) { return grammar.takePiece(); });
        if (isDone() && m_stated.isChunked) {
            if (auto failure = readTrailers(bytes.first(used))) {
                return fail(*failure);
            }
        }
        if (!m_body.isEmpty()) {
            return Step::Body;
        }
    }
    m_stage = Stage::Ended;
    return Step::End;
}

Parser::Parser(Kind kind, const ParserLimits& limits)
    : m_framing(std::make_unique<Framing>(kind, limits))
{ }

Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;
Parser::~Parser() = default;

void Parser::feed(QByteArrayView bytes)
{
    constexpr qsizetype WorthMoving = 16 * 1024;
    Framing& framing = *m_framing;
    framing.m_body = {};
    if (framing.m_at == framing.m_bytes.size()) {
        framing.m_bytes.resize(0);
        framing.m_at = 0;
    } else if (framing.m_at > WorthMoving) {
        framing.m_bytes.remove(0, framing.m_at);
        framing.m_at = 0;
    }
    framing.m_bytes.append(bytes);
}

void Parser::endOfInput()
{
    m_framing->m_isInputOver = true;
}

Parser::Step Parser::next()
{
    return m_framing->next();
}

void Parser::restart()
{
    Framing& framing = *m_framing;
    if (framing.m_response.status >= 200) {
        framing.m_expectsNoBody = false;
    }
    framing.m_stage = Framing::Stage::Head;
    framing.m_scan = HeadScan(framing.m_kind == Kind::Requests, framing.m_limits);
    framing.m_grammar.emplace<std::monostate>();
    framing.m_hasSkippedLine = false;
    framing.m_endsWithConnection = false;
    framing.m_chunks = ChunkScan(framing.m_limits);
    framing.m_request = {};
    framing.m_response = {};
    framing.m_stated = {};
    framing.m_trailers = {};
    framing.m_body = {};
}

void Parser::expectNoBody()
{
    m_framing->m_expectsNoBody = true;
}

const RequestHead& Parser::requestHead() const
{
    return m_framing->m_request;
}

const ResponseHead& Parser::responseHead() const
{
    return m_framing->m_response;
}

QByteArrayView Parser::body() const
{
    return m_framing->m_body;
}

const Headers& Parser::trailers() const
{
    return m_framing->m_trailers;
}

const ParseFailure& Parser::failure() const
{
    return m_framing->m_failure;
}

std::optional<qint64> Parser::contentLength() const
{
    return m_framing->m_stated.length;
}

bool Parser::isChunked() const
{
    return m_framing->m_stated.isChunked;
}

bool Parser::endsWithConnection() const
{
    return m_framing->m_endsWithConnection;
}

bool Parser::keepsAlive() const
{
    return m_framing->m_stated.keepsAlive && !m_framing->m_endsWithConnection;
}

bool Parser::isBetweenMessages() const
{
    return m_framing->m_stage == Framing::Stage::Head && pending() == 0;
}

qsizetype Parser::pending() const
{
    return m_framing->pending().size();
}

QByteArray Parser::takePending()
{
    const QByteArray rest = m_framing->pending().toByteArray();
    m_framing->m_at = m_framing->m_bytes.size();
    return rest;
}

} // namespace Pacewatch::Http
