#include "core/transfer/accessline.h"

#include <QList>

#include <algorithm>
#include <vector>

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
        } else {
            const qsizetype begin = at;
            Piece piece;
            while (at < line.size() && line[at] != ' ' && line[at] != '\t') {
                if (line[at] == '=' && piece.name.isEmpty()) {
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

/// Reads the pieces of one line into a draft.
class AccessLine final
{
public:
    explicit AccessLine(std::vector<Piece> pieces)
        : m_pieces(std::move(pieces))
    { }

    std::optional<ImportedCall> read()
    {
        std::size_t request = 0;
        while (request < m_pieces.size() && !isRequest(m_pieces, request)) {
            ++request;
        }
        if (request == m_pieces.size()) {
            return std::nullopt;
        }
        m_draft.take({CallFact::RequestLine, {}, {}}, m_pieces[request].text);
        for (std::size_t i = 0; i < m_pieces.size(); ++i) {
            if (i != request) {
                take(m_pieces[i], i > request);
            }
        }
        if (!m_hasTime || !m_hasStatus) {
            return std::nullopt;
        }
        takeTime();
        return m_draft.finish();
    }

private:
    void take(const Piece& piece, bool isBehindRequest)
    {
        if (!piece.name.isEmpty()) {
            return takeNamed(piece);
        }
        if (piece.kind == Piece::Kind::Quoted) {
            // Referer and User-Agent, in this order, are the first two behind the request.
            if (isBehindRequest && ++m_quoted == 2 && piece.text != "-") {
                m_draft.take({CallFact::Agent, {}, {}}, piece.text);
            }
            return;
        }
        if (const auto told = readTime(piece.text)) {
            if (!m_hasTime || m_time.isWholeSecond) {
                m_time = *told;
            }
            m_hasTime = true;
        } else if (piece.kind == Piece::Kind::Bare) {
            takeBare(piece, isBehindRequest);
        }
    }

    void takeNamed(const Piece& piece)
    {
        const CallFactRole role = roleOf(piece.name);
        if (role.fact == CallFact::Took) {
            m_endIsTold = true;
        }
        m_hasStatus = m_hasStatus || role.fact == CallFact::Status;
        if (role.fact == CallFact::Arrived || role.fact == CallFact::Ended) {
            if (const auto told = readTime(piece.text)) {
                m_time = *told;
                m_hasTime = true;
            }
            return;
        }
        m_draft.take(role, piece.text);
    }

    void takeBare(const Piece& piece, bool isBehindRequest)
    {
        if (!isBehindRequest) {
            if (!m_hasClient && piece.text != "-") {
                m_draft.take({CallFact::Client, {}, {}}, piece.text);
                m_hasClient = true;
            }
        } else if (isStatus(piece) && !m_hasStatus) {
            m_draft.take({CallFact::Status, {}, {}}, piece.text);
            m_hasStatus = true;
        } else if (isFraction(piece.text)) {
            // nginx: the first is the whole request, further ones are parts of it.
            if (!m_hasSpan) {
                m_draft.take({CallFact::Took, SpanUnit::Seconds, {}}, piece.text);
                m_endIsTold = true;
                m_hasSpan = true;
            }
        } else if (isNumber(piece.text) && !m_hasSize) {
            m_draft.take({CallFact::ResponseBytes, {}, {}}, piece.text);
            m_hasSize = true;
        } else if (isNumber(piece.text) && m_quoted > 0 && !m_hasSpan) {
            // Apache's %D behind the combined form.
            m_draft.take({CallFact::Took, SpanUnit::Microseconds, {}}, piece.text);
            m_hasSpan = true;
        } else if (piece.text == "-" && m_hasStatus) {
            m_hasSize = true;
        }
    }

    /// nginx logs when a call ends, Apache tells when it came.
    void takeTime()
    {
        const QByteArray told = QByteArray::number(qint64(m_time.at.time_since_epoch().count()));
        const QByteArray moment = m_time.isWholeSecond ? told.chopped(9) : told;
        m_draft.take({m_endIsTold ? CallFact::Ended : CallFact::Arrived, {}, {}}, moment);
    }

    std::vector<Piece> m_pieces;
    CallDraft m_draft;
    ToldTime m_time;
    int m_quoted = 0;
    bool m_hasTime = false;
    bool m_hasStatus = false;
    bool m_hasClient = false;
    bool m_hasSize = false;
    bool m_hasSpan = false;
    bool m_endIsTold = false;
};

} // namespace

std::optional<ImportedCall> readAccessLine(QByteArrayView line)
{
    return AccessLine(piecesOf(line)).read();
}

} // namespace Pacewatch
