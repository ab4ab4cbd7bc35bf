#include "core/transfer/accessline.h"

#include <QList>

#include <algorithm>
#include <array>
#include <utility>

namespace Pacewatch {

namespace {

constexpr std::size_t MostPieces = 64;

struct Piece
{
    enum class Kind
    {
        Bare,
        Quoted,
        Bracketed
    };

    Kind kind = Kind::Bare;
    QByteArray name; ///< of `name=value` and `name="value"`
    QByteArray text;
};

bool isHexDigit(char letter)
{
    return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'f')
        || (letter >= 'A' && letter <= 'F');
}

/// nginx writes odd bytes as \x22, Apache also \" and \n.
QByteArray unescaped(QByteArrayView text)
{
    if (!text.contains('\\')) {
        return text.toByteArray();
    }
    QByteArray plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            plain += text[i];
            continue;
        }
        const char kind = text[++i];
        if (kind == 'x' && i + 2 < text.size() && isHexDigit(text[i + 1])
            && isHexDigit(text[i + 2])) {
            plain += QByteArray::fromHex(text.sliced(i + 1, 2).toByteArray());
            i += 2;
        } else {
            plain += kind == 'n' ? '\n' : kind == 't' ? '\t' : kind == 'r' ? '\r' : kind;
        }
    }
    return plain;
}

/// The piece from @p at on, which stands behind the quote or bracket that opened it.
QByteArrayView enclosed(QByteArrayView line, qsizetype& at, char end)
{
    const qsizetype begin = at;
    while (at < line.size() && line[at] != end) {
        at += line[at] == '\\' ? 2 : 1;
    }
    const qsizetype stop = std::min(at, line.size());
    at = stop + 1;
    return line.sliced(begin, stop - begin);
}

/// What may stand before an equals sign: "/a?b=c" is a path and no name with a value.
bool isName(QByteArrayView text)
{
    return std::none_of(text.begin(), text.end(), [](char letter) {
        return letter == '/' || letter == '?' || letter == ':' || letter == '&' || letter == '=';
    });
}

bool hasForm(QByteArrayView text, QByteArrayView form)
{
    return text.size() >= form.size()
        && std::equal(form.begin(), form.end(), text.begin(), [](char wanted, char letter) {
               return wanted == '0' ? letter >= '0' && letter <= '9' : wanted == letter;
           });
}

/// "2025-11-19 10:18:27.123" has a blank in it, but is one moment.
qsizetype endOfMoment(QByteArrayView rest)
{
    if (!hasForm(rest, "0000-00-00 00:00:00")) {
        return 0;
    }
    constexpr qsizetype Behind = 19;
    const QByteArrayView tail = rest.sliced(Behind);
    const auto* const end = std::find_if(tail.begin(), tail.end(), [](char letter) {
        return letter == ' ' || letter == '\t' || letter == '|';
    });
    return Behind + (end - tail.begin());
}

std::vector<Piece> piecesOf(QByteArrayView line)
{
    std::vector<Piece> pieces;
    qsizetype at = 0;
    while (at < line.size() && pieces.size() < MostPieces) {
        if (line[at] == ' ' || line[at] == '\t' || line[at] == ',' || line[at] == '|') {
            ++at;
        } else if (line[at] == '"') {
            pieces.push_back({Piece::Kind::Quoted, {}, unescaped(enclosed(line, ++at, '"'))});
        } else if (line[at] == '[') {
            pieces.push_back({Piece::Kind::Bracketed, {}, enclosed(line, ++at, ']').toByteArray()});
        } else if (const qsizetype moment = endOfMoment(line.sliced(at)); moment > 0) {
            pieces.push_back({Piece::Kind::Bare, {}, line.sliced(at, moment).toByteArray()});
            at += moment;
        } else {
            const qsizetype begin = at;
            Piece piece;
            while (at < line.size() && line[at] != ' ' && line[at] != '\t' && line[at] != '|') {
                if (line[at] == '=' && piece.name.isEmpty()
                    && isName(line.sliced(begin, at - begin))) {
                    piece.name = line.sliced(begin, at - begin).toByteArray();
                    if (at + 1 < line.size() && line[at + 1] == '"') {
                        at += 2;
                        piece.text = unescaped(enclosed(line, at, '"'));
                        break;
                    }
                }
                ++at;
            }
            if (piece.text.isEmpty()) {
                const qsizetype skip = piece.name.isEmpty() ? 0 : piece.name.size() + 1;
                const qsizetype end = std::min(at, line.size());
                piece.text = line.sliced(begin, end - begin)
                                 .sliced(std::min(skip, end - begin))
                                 .toByteArray();
            }
            pieces.push_back(std::move(piece));
        }
    }
    return pieces;
}

bool isNumber(const QByteArray& text)
{
    return !text.isEmpty() && text.size() < 16
        && std::all_of(text.begin(), text.end(),
                       [](char letter) { return letter >= '0' && letter <= '9'; });
}

bool isFraction(const QByteArray& text)
{
    const qsizetype point = text.indexOf('.');
    return point > 0 && isNumber(text.first(point)) && isNumber(text.mid(point + 1));
}

bool isStatus(const Piece& piece)
{
    return piece.kind == Piece::Kind::Bare && piece.name.isEmpty() && piece.text.size() == 3
        && isNumber(piece.text) && piece.text.front() >= '1' && piece.text.front() <= '9';
}

/// "GET /path HTTP/1.1", or what stands there when the client sent nonsense.
bool isRequest(const std::vector<Piece>& pieces, std::size_t at)
{
    if (pieces[at].kind != Piece::Kind::Quoted) {
        return false;
    }
    const QByteArray& text = pieces[at].text;
    const bool isLine = text.contains(" HTTP/") || (text.contains(" /") && !text.startsWith('/'));
    return isLine || (at + 1 < pieces.size() && isStatus(pieces[at + 1]));
}

bool isWholeRequest(const Piece& piece)
{
    return piece.kind == Piece::Kind::Quoted && piece.text.contains(" HTTP/");
}

bool isMethod(const Piece& piece)
{
    static constexpr std::array<QByteArrayView, 7> Methods{"GET",  "POST",   "PUT",    "PATCH",
                                                           "HEAD", "DELETE", "OPTIONS"};
    return piece.kind == Piece::Kind::Bare && piece.name.isEmpty()
        && std::find(Methods.begin(), Methods.end(), piece.text) != Methods.end();
}

bool isTarget(const Piece& piece)
{
    return piece.kind == Piece::Kind::Bare && piece.name.isEmpty()
        && (piece.text.startsWith('/') || piece.text.startsWith("http://")
            || piece.text.startsWith("https://"));
}

/// Says what the pieces of one line are, from left to right.
class AccessLine final
{
public:
    AccessLine(std::vector<Piece> pieces, const FieldMap& map)
        : m_pieces(std::move(pieces))
        , m_map(map)
    { }

    std::vector<AccessPiece> read()
    {
        const std::size_t request = requestAt();
        m_isUnquoted = request == m_pieces.size();
        std::vector<AccessPiece> told;
        told.reserve(m_pieces.size());
        for (std::size_t i = 0; i < m_pieces.size(); ++i) {
            const Piece& piece = m_pieces[i];
            QByteArray name = piece.name.isEmpty() ? QByteArray::number(i + 1) : piece.name;
            const CallFactRole role = i == request && !m_map.chosen(name)
                ? m_map.unlessGiven({CallFact::RequestLine, {}, {}})
                : roleOfPiece(piece, name, m_isUnquoted ? m_hasTarget : i > request);
            m_hasTook = m_hasTook || role.fact == CallFact::Took;
            m_endIsTold = m_endIsTold
                || (role.fact == CallFact::Took && (!piece.name.isEmpty() || isByEnd(role)));
            m_hasStatus = m_hasStatus || role.fact == CallFact::Status;
            m_hasTarget = m_hasTarget || role.fact == CallFact::Target;
            told.push_back({std::move(name), piece.text, role});
        }
        tellTimes(told);
        return told;
    }

private:
    std::size_t requestAt() const
    {
        // What is quoted right before a status may be something else, if a whole line is there.
        std::size_t request = 0;
        while (request < m_pieces.size() && !isWholeRequest(m_pieces[request])) {
            ++request;
        }
        if (request < m_pieces.size()) {
            return request;
        }
        request = 0;
        while (request < m_pieces.size() && !isRequest(m_pieces, request)) {
            ++request;
        }
        return request;
    }

    CallFactRole roleOfPiece(const Piece& piece, const QByteArray& name, bool isBehindRequest)
    {
        if (const std::optional<CallFactRole> chosen = m_map.chosen(name)) {
            return *chosen;
        }
        return m_map.unlessGiven(piece.name.isEmpty() ? guess(piece, isBehindRequest)
                                                      : roleOf(piece.name));
    }

    CallFactRole guess(const Piece& piece, bool isBehindRequest)
    {
        if (piece.kind == Piece::Kind::Quoted) {
            // Referer and User-Agent, in this order, are the first two behind the request.
            const bool isAgent = isBehindRequest && !m_isUnquoted && ++m_quoted == 2;
            return {isAgent && piece.text != "-" ? CallFact::Agent : CallFact::Nothing, {}, {}};
        }
        if (readTime(piece.text)) {
            return {CallFact::Arrived, {}, {}};
        }
        return piece.kind == Piece::Kind::Bare ? guessBare(piece, isBehindRequest) : CallFactRole{};
    }

    CallFactRole guessBare(const Piece& piece, bool isBehindRequest)
    {
        if (m_isUnquoted && !m_hasTarget) {
            if (isMethod(piece)) {
                m_hasMethod = true;
                return {CallFact::Method, {}, {}};
            }
            if (m_hasMethod && isTarget(piece)) {
                return {CallFact::Target, {}, {}};
            }
        }
        if (!isBehindRequest) {
            const bool isClient = !m_hasClient && piece.text != "-";
            m_hasClient = m_hasClient || isClient;
            return {isClient ? CallFact::Client : CallFact::Nothing, {}, {}};
        }
        if (isStatus(piece) && !m_hasStatus) {
            return {CallFact::Status, {}, {}};
        }
        // nginx: the first is the whole request, further ones are parts of it.
        if (isFraction(piece.text)) {
            return m_hasTook ? CallFactRole{} : CallFactRole{CallFact::Took, SpanUnit::Seconds, {}};
        }
        if (isNumber(piece.text) && !m_hasSize) {
            m_hasSize = true;
            return {CallFact::ResponseBytes, {}, {}};
        }
        if (isNumber(piece.text) && m_quoted > 0 && !m_hasTook) {
            // Apache's %D behind the combined form.
            return {CallFact::Took, SpanUnit::Microseconds, {}};
        }
        m_hasSize = m_hasSize || (piece.text == "-" && m_hasStatus);
        return {};
    }

    /// nginx logs when a call ends and in seconds, Apache tells when it came and in microseconds.
    static bool isByEnd(const CallFactRole& role) { return role.unit != SpanUnit::Microseconds; }

    void tellTimes(std::vector<AccessPiece>& told) const
    {
        for (AccessPiece& piece : told) {
            const bool isMoment
                = piece.role.fact == CallFact::Arrived || piece.role.fact == CallFact::Ended;
            if (isMoment && !piece.role.isChosen) {
                piece.role.fact = m_endIsTold ? CallFact::Ended : CallFact::Arrived;
            }
        }
    }

    std::vector<Piece> m_pieces;
    const FieldMap& m_map;
    int m_quoted = 0;
    bool m_isUnquoted = false;
    bool m_hasStatus = false;
    bool m_hasMethod = false;
    bool m_hasTarget = false;
    bool m_hasClient = false;
    bool m_hasSize = false;
    bool m_hasTook = false;
    bool m_endIsTold = false;
};

} // namespace

std::vector<AccessPiece> accessPieces(QByteArrayView line, const FieldMap& map)
{
    return AccessLine(piecesOf(line), map).read();
}

std::optional<ImportedCall> readAccessLine(QByteArrayView line, const FieldMap& map)
{
    CallDraft draft;
    bool hasTime = false;
    bool hasStatus = false;
    bool hasRequest = false;
    for (const AccessPiece& piece : accessPieces(line, map)) {
        const CallFact fact = piece.role.fact;
        hasTime = hasTime || fact == CallFact::Arrived || fact == CallFact::Ended;
        hasStatus = hasStatus || fact == CallFact::Status;
        hasRequest = hasRequest || fact == CallFact::RequestLine || fact == CallFact::Target;
        draft.take(piece.role, piece.text);
    }
    const bool isCall = map.isEmpty() ? hasTime && hasStatus && hasRequest : draft.isCall();
    return isCall ? std::optional(draft.finish()) : std::nullopt;
}

} // namespace Pacewatch
