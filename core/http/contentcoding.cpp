#include "core/http/contentcoding.h"

#include <QByteArrayList>

#include <boost/beast/zlib/inflate_stream.hpp>

#include <algorithm>
#include <brotli/decode.h>
#include <memory>
#include <zstd.h>

namespace Pacewatch::Http {

using namespace Qt::StringLiterals;

namespace {

namespace Zlib = boost::beast::zlib;

constexpr qsizetype MostCodings = 3;

/// Where the deflated data of a gzip member begins (RFC 1952, 2.3); -1 when it is none.
qsizetype behindGzipHead(QByteArrayView bytes)
{
    constexpr qsizetype FixedPart = 10;
    constexpr unsigned Deflate = 8;
    constexpr unsigned HasChecksum = 2;
    constexpr unsigned HasExtra = 4;
    constexpr unsigned HasName = 8;
    constexpr unsigned HasComment = 16;
    const auto byte = [bytes](qsizetype at) { return static_cast<unsigned char>(bytes.at(at)); };
    if (bytes.size() < FixedPart || byte(0) != 0x1f || byte(1) != 0x8b || byte(2) != Deflate) {
        return -1;
    }
    const unsigned flags = byte(3);
    qsizetype at = FixedPart;
    if ((flags & HasExtra) != 0) {
        if (bytes.size() < at + 2) {
            return -1;
        }
        at += 2 + byte(at) + 256 * qsizetype(byte(at + 1));
    }
    for (const unsigned text : {HasName, HasComment}) {
        if ((flags & text) != 0) {
            const qsizetype end = at < bytes.size() ? bytes.indexOf('\0', at) : -1;
            if (end < 0) {
                return -1;
            }
            at = end + 1;
        }
    }
    at += (flags & HasChecksum) != 0 ? 2 : 0;
    return at <= bytes.size() ? at : -1;
}

/// Whether @p bytes begin as RFC 1950 says; some senders leave that head out.
bool hasZlibHead(QByteArrayView bytes)
{
    if (bytes.size() < 2) {
        return false;
    }
    const unsigned first = static_cast<unsigned char>(bytes.at(0));
    const unsigned second = static_cast<unsigned char>(bytes.at(1));
    return (first & 0x0f) == 8 && (first * 256 + second) % 31 == 0;
}

Result<DecodedBody> inflate(QByteArrayView bytes, qsizetype most)
{
    constexpr qsizetype FirstRoom = 16 * 1024;
    Zlib::inflate_stream stream;
    Zlib::z_params params;
    params.next_in = bytes.data();
    params.avail_in = static_cast<std::size_t>(bytes.size());
    DecodedBody body;
    boost::beast::error_code error;
    while (!error) {
        const qsizetype before = body.bytes.size();
        if (before >= most) {
            body.isWhole = false;
            return body;
        }
        body.bytes.resize(std::min(most, std::max(FirstRoom, before * 2)));
        params.next_out = body.bytes.data() + before;
        params.avail_out = static_cast<std::size_t>(body.bytes.size() - before);
        stream.write(params, Zlib::Flush::sync, error);
        body.bytes.chop(static_cast<qsizetype>(params.avail_out));
        if (!error && params.avail_in == 0 && params.avail_out > 0) {
            break; // cut off: the end was never reached
        }
    }
    if (error != Zlib::error::end_of_stream && error != Zlib::error::need_buffers && error) {
        return fail(ErrorCode::Corrupt, u"the compressed data is damaged"_s);
    }
    body.isWhole = error == Zlib::error::end_of_stream;
    return body;
}

Result<DecodedBody> unbrotli(QByteArrayView bytes, qsizetype most)
{
    constexpr qsizetype FirstRoom = 16 * 1024;
    const std::unique_ptr<BrotliDecoderState, decltype(&BrotliDecoderDestroyInstance)> state(
        BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
    auto in = static_cast<std::size_t>(bytes.size());
    auto* from = reinterpret_cast<const std::uint8_t*>(bytes.data());
    DecodedBody body;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    while (state && result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && body.bytes.size() < most) {
        const qsizetype before = body.bytes.size();
        body.bytes.resize(std::min(most, std::max(FirstRoom, before * 2)));
        auto room = static_cast<std::size_t>(body.bytes.size() - before);
        auto* to = reinterpret_cast<std::uint8_t*>(body.bytes.data() + before);
        result = BrotliDecoderDecompressStream(state.get(), &in, &from, &room, &to, nullptr);
        body.bytes.chop(static_cast<qsizetype>(room));
    }
    if (result == BROTLI_DECODER_RESULT_ERROR) {
        return fail(ErrorCode::Corrupt, u"the compressed data is damaged"_s);
    }
    body.isWhole = result == BROTLI_DECODER_RESULT_SUCCESS;
    return body;
}

Result<DecodedBody> unzstd(QByteArrayView bytes, qsizetype most)
{
    constexpr qsizetype FirstRoom = 16 * 1024;
    constexpr int WindowLog = 23; // 8 MiB, as much as RFC 9659 allows in HTTP
    const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> state(ZSTD_createDCtx(),
                                                                     &ZSTD_freeDCtx);
    DecodedBody body;
    if (!state
        || ZSTD_isError(ZSTD_DCtx_setParameter(state.get(), ZSTD_d_windowLogMax, WindowLog))) {
        return fail(ErrorCode::Unsupported, u"zstd"_s);
    }
    ZSTD_inBuffer in{bytes.data(), static_cast<std::size_t>(bytes.size()), 0};
    std::size_t left = 1; // 0 at the end of a frame; others may follow
    bool hasRoom = true;
    while (in.pos < in.size || !hasRoom) {
        const qsizetype before = body.bytes.size();
        if (before >= most) {
            body.isWhole = left == 0 && in.pos == in.size;
            return body;
        }
        body.bytes.resize(std::min(most, std::max(FirstRoom, before * 2)));
        ZSTD_outBuffer out{body.bytes.data() + before,
                           static_cast<std::size_t>(body.bytes.size() - before), 0};
        left = ZSTD_decompressStream(state.get(), &out, &in);
        hasRoom = out.pos < out.size;
        body.bytes.truncate(before + static_cast<qsizetype>(out.pos));
        if (ZSTD_isError(left)) {
            return fail(ErrorCode::Corrupt, u"the compressed data is damaged"_s);
        }
    }
    body.isWhole = left == 0;
    return body;
}

Result<DecodedBody> decodeOne(const QByteArray& bytes, const QByteArray& coding, qsizetype most)
{
    if (coding == "identity" || coding.isEmpty()) {
        return DecodedBody{bytes.left(most), bytes.size() <= most};
    }
    if (coding == "gzip" || coding == "x-gzip") {
        const qsizetype from = behindGzipHead(bytes);
        return from < 0 ? fail(ErrorCode::Corrupt, u"this is not gzip"_s)
                        : inflate(QByteArrayView(bytes).sliced(from), most);
    }
    if (coding == "deflate") {
        return inflate(QByteArrayView(bytes).sliced(hasZlibHead(bytes) ? 2 : 0), most);
    }
    if (coding == "br") {
        return unbrotli(bytes, most);
    }
    if (coding == "zstd") {
        return unzstd(bytes, most);
    }
    return fail(ErrorCode::Unsupported, QString::fromLatin1(coding));
}

} // namespace

Result<DecodedBody> decodeContent(const QByteArray& bytes, QByteArrayView value, qsizetype most)
{
    QByteArrayList codings = value.toByteArray().toLower().split(',');
    if (codings.size() > MostCodings) {
        return fail(ErrorCode::Unsupported, u"too many codings"_s);
    }
    std::reverse(codings.begin(), codings.end());
    Result<DecodedBody> body = DecodedBody{bytes, true};
    for (const QByteArray& coding : std::as_const(codings)) {
        const bool wasWhole = body->isWhole;
        body = decodeOne(body->bytes, coding.trimmed(), most);
        if (!body) {
            return body;
        }
        body->isWhole = body->isWhole && wasWhole;
    }
    return body;
}

bool isText(QByteArrayView bytes)
{
    constexpr qsizetype LongestLetter = 4;
    const QByteArrayView whole = bytes.first(std::max<qsizetype>(0, bytes.size() - LongestLetter));
    return !bytes.contains('\0') && whole.isValidUtf8();
}

Result<DecodedBody> contentOf(const QByteArray& bytes, QByteArrayView coding, qsizetype most)
{
    // Text first: without a head, deflate takes nearly anything for its own.
    return decodeContent(bytes, isText(bytes) ? QByteArrayView() : coding, most);
}

} // namespace Pacewatch::Http
