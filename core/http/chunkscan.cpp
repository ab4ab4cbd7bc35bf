#include "core/http/chunkscan.h"

#include <algorithm>
#include <string_view>

namespace Pacewatch::Http {

namespace {

/// Qt looks for more than one byte a byte at a time; this skips to each CR.
bool hasEmptyLine(QByteArrayView bytes)
{
    return std::string_view(bytes.data(), static_cast<std::size_t>(bytes.size())).find("\r\n\r\n")
        != std::string_view::npos;
}

} // namespace

// Beast 1.81 asserts when it is fed "0 CR LF X" byte by byte.
ChunkScan::State ChunkScan::look(QByteArrayView bytes)
{
    QByteArrayView line = bytes;
    if (m_hasSeenChunk) {
        // The end of the chunk before.
        if (line.front() != '\r' || (line.size() > 1 && line[1] != '\n')) {
            return State::Malformed;
        }
        line = line.sliced(std::min<qsizetype>(line.size(), 2));
    }
    const qsizetype feed = line.first(std::min(line.size(), m_limits.chunkLine + 2)).indexOf('\n');
    if (feed < 0) {
        return line.size() > m_limits.chunkLine + 1 ? State::Malformed : State::NeedMore;
    }
    if (feed == 0 || line[feed - 1] != '\r') {
        return State::Malformed;
    }
    const QByteArrayView stated = line.first(feed - 1);
    const qsizetype semicolon = stated.indexOf(';');
    QByteArrayView digits = semicolon < 0 ? stated : stated.first(semicolon);
    while (!digits.isEmpty() && (digits.back() == ' ' || digits.back() == '\t')) {
        digits.chop(1); // RFC 9112, 7.1.1 allows blanks before an extension
    }
    const auto isHexDigit = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    };
    if (digits.isEmpty() || digits.size() > 16
        || !std::all_of(digits.begin(), digits.end(), isHexDigit)) {
        return State::Malformed;
    }
    const bool isLast = std::all_of(digits.begin(), digits.end(), [](char c) { return c == '0'; });
    if (!isLast || hasEmptyLine(line.sliced(std::max(feed - 1, m_searched)))) {
        m_hasSeenChunk = true;
        return State::Whole;
    }
    m_searched = std::max<qsizetype>(line.size() - 3, 0); // trickled trailers stay linear
    return line.size() > feed + m_limits.fields + 4 ? State::TooLarge : State::NeedMore;
}

} // namespace Pacewatch::Http
