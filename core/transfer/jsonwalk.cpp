#include "core/transfer/jsonwalk.h"

// Boost.JSON without its library: this is the one source that holds it.
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/src.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

namespace Json = boost::json;

constexpr qsizetype LongestName = 256;
constexpr qsizetype LongestPath = 2048;
constexpr qsizetype LongestNumber = 64;

QByteArrayView viewOf(Json::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

void appendUpTo(QByteArray& kept, Json::string_view piece, qsizetype most)
{
    kept.append(viewOf(piece).first(std::min(static_cast<qsizetype>(piece.size()),
                                             std::max<qsizetype>(0, most - kept.size()))));
}

/// Keeps the path and hands on the leaves. The names of its functions are Boost's.
class Handler final
{
public:
    static constexpr std::size_t max_object_size = std::size_t(-1);
    static constexpr std::size_t max_array_size = std::size_t(-1);
    static constexpr std::size_t max_key_size = std::size_t(-1);
    static constexpr std::size_t max_string_size = std::size_t(-1);

    using Code = Json::error_code;

    explicit Handler(JsonVisitor& visitor)
        : m_visitor(visitor)
    { }

    bool on_document_begin(Code&) { return true; }
    bool on_document_end(Code&) { return true; }

    bool on_object_begin(Code&)
    {
        m_levels.push_back(m_path.size());
        return true;
    }
    bool on_object_end(std::size_t, Code&)
    {
        m_path.truncate(m_levels.back());
        m_levels.pop_back();
        m_visitor.objectEnded(m_path);
        return true;
    }
    bool on_array_begin(Code&)
    {
        m_levels.push_back(m_path.size());
        if (m_path.size() < LongestPath) {
            m_path += "[]";
        }
        return true;
    }
    bool on_array_end(std::size_t, Code&)
    {
        m_path.truncate(m_levels.back());
        m_levels.pop_back();
        return true;
    }
    bool on_key_part(Json::string_view piece, std::size_t, Code&)
    {
        appendUpTo(m_name, piece, LongestName);
        return true;
    }
    bool on_key(Json::string_view piece, std::size_t, Code&)
    {
        appendUpTo(m_name, piece, LongestName);
        m_path.truncate(m_levels.back());
        if (m_path.size() < LongestPath) {
            m_path += m_path.isEmpty() ? "" : ".";
            m_path += m_name;
        }
        m_name.resize(0);
        return true;
    }
    bool on_string_part(Json::string_view piece, std::size_t, Code&)
    {
        appendUpTo(m_text, piece, JsonWalk::MostKept);
        return true;
    }
    bool on_string(Json::string_view piece, std::size_t size, Code&)
    {
        // A string in one piece is handed on where it lies.
        if (m_text.isEmpty()) {
            const QByteArrayView whole = viewOf(piece);
            tell(JsonLeaf::Kind::Text, whole.first(std::min(whole.size(), JsonWalk::MostKept)),
                 static_cast<qint64>(size));
            return true;
        }
        appendUpTo(m_text, piece, JsonWalk::MostKept);
        tell(JsonLeaf::Kind::Text, m_text, static_cast<qint64>(size));
        m_text.resize(0);
        return true;
    }
    bool on_number_part(Json::string_view piece, Code&)
    {
        appendUpTo(m_text, piece, LongestNumber);
        return true;
    }
    bool on_int64(std::int64_t, Json::string_view piece, Code&) { return number(piece); }
    bool on_uint64(std::uint64_t, Json::string_view piece, Code&) { return number(piece); }
    bool on_double(double, Json::string_view piece, Code&) { return number(piece); }
    bool on_bool(bool value, Code&)
    {
        const QByteArrayView word = value ? QByteArrayView("true") : QByteArrayView("false");
        tell(JsonLeaf::Kind::Truth, word, word.size());
        return true;
    }
    bool on_null(Code&)
    {
        tell(JsonLeaf::Kind::Null, {}, 0);
        return true;
    }
    bool on_comment_part(Json::string_view, Code&) { return true; }
    bool on_comment(Json::string_view, Code&) { return true; }

private:
    bool number(Json::string_view piece)
    {
        appendUpTo(m_text, piece, LongestNumber);
        tell(JsonLeaf::Kind::Number, m_text, m_text.size());
        m_text.resize(0);
        return true;
    }

    void tell(JsonLeaf::Kind kind, QByteArrayView bytes, qint64 size)
    {
        m_visitor.leaf(m_path, JsonLeaf{kind, bytes, size});
    }

    JsonVisitor& m_visitor;
    QByteArray m_path;
    QByteArray m_name;
    QByteArray m_text;
    std::vector<qsizetype> m_levels; // length of the path where each container began
};

Json::parse_options options()
{
    Json::parse_options tolerant;
    tolerant.max_depth = JsonWalk::DeepestNesting;
    tolerant.allow_invalid_utf8 = true;
    return tolerant;
}

QString wordsFor(const Json::error_code& failed)
{
    if (failed == Json::error::incomplete) {
        return u"the JSON text ends in the middle"_s;
    }
    if (failed == Json::error::too_deep) {
        return u"the JSON text is nested too deeply"_s;
    }
    return u"no JSON: "_s + QString::fromStdString(failed.message());
}

} // namespace

class JsonWalk::Parser final
{
public:
    explicit Parser(JsonVisitor& visitor)
        : m_visitor(visitor)
    {
        restart();
    }

    Result<void> feed(QByteArrayView bytes)
    {
        // Line by line, so that a visit knows its line.
        while (!bytes.isEmpty()) {
            const qsizetype feed = bytes.indexOf('\n');
            const qsizetype length = feed < 0 ? bytes.size() : feed + 1;
            if (const Result<void> done = write(bytes.first(length), true); !done) {
                return done;
            }
            m_line += feed < 0 ? 0 : 1;
            bytes = bytes.sliced(length);
        }
        return {};
    }

    Result<void> write(QByteArrayView bytes, bool isMore)
    {
        Json::error_code failed;
        const std::size_t used = m_json->write_some(isMore, bytes.data(),
                                                    static_cast<std::size_t>(bytes.size()), failed);
        if (failed) {
            return fail(ErrorCode::Corrupt, wordsFor(failed));
        }
        const QByteArrayView rest = bytes.sliced(static_cast<qsizetype>(used));
        return rest.trimmed().isEmpty()
            ? Result<void>()
            : fail(ErrorCode::Corrupt, u"something stands behind the end of the JSON text"_s);
    }

    void restart()
    {
        // A new one: after a failure Boost's reset() would keep the depth it had reached.
        m_json.emplace(options(), m_visitor);
        m_line = 1;
    }

    [[nodiscard]] qint64 line() const { return m_line; }

private:
    JsonVisitor& m_visitor;
    std::optional<Json::basic_parser<Handler>> m_json;
    qint64 m_line = 1;
};

JsonWalk::JsonWalk(JsonVisitor& visitor)
    : m_parser(std::make_unique<Parser>(visitor))
{ }

JsonWalk::~JsonWalk() = default;

Result<void> JsonWalk::feed(QByteArrayView bytes)
{
    return m_parser->feed(bytes);
}

Result<void> JsonWalk::finish()
{
    return m_parser->write({}, false);
}

void JsonWalk::restart()
{
    m_parser->restart();
}

qint64 JsonWalk::line() const
{
    return m_parser->line();
}

} // namespace Pacewatch
