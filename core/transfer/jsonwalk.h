#pragma once

#include "core/result.h"

#include <QByteArray>

#include <memory>

namespace Pacewatch {

/// One scalar of a JSON text.
struct JsonLeaf
{
    enum class Kind
    {
        Text,
        Number,
        Truth,
        Null
    };

    Kind kind = Kind::Null;
    /// The text as UTF-8 (foreign bytes are kept), at most JsonWalk::MostKept of it; the number or
    /// the truth value as written.
    QByteArrayView bytes;
    qint64 size = 0; ///< of the whole text
};

/// Is told what a JsonWalk comes by. Paths are like "log.entries[].request.url".
class JsonVisitor
{
public:
    JsonVisitor() = default;
    JsonVisitor(const JsonVisitor&) = delete;
    JsonVisitor& operator=(const JsonVisitor&) = delete;
    virtual ~JsonVisitor() = default;

    virtual void leaf(const QByteArray& path, const JsonLeaf& leaf) = 0;
    /// An object came to its end. @p path is where it stands; empty for the outermost.
    virtual void objectEnded(const QByteArray& path) = 0;
};

/// Walks through one JSON text (RFC 8259) that arrives in pieces. Memory is bounded whatever the
/// text: long strings are cut, and nothing is built of it. Bytes that are no UTF-8 are let through.
class JsonWalk final
{
public:
    /// Of a string. Enough for 64 KiB of a body in base64.
    static constexpr qsizetype MostKept = 96 * 1024;
    static constexpr int DeepestNesting = 500;

    /// @p visitor must outlive the walk.
    explicit JsonWalk(JsonVisitor& visitor);
    ~JsonWalk();

    /// Takes the next bytes. Corrupt: they are no JSON, or nested too deeply.
    [[nodiscard]] Result<void> feed(QByteArrayView bytes);
    /// There are no more bytes. Corrupt when the text is not complete.
    [[nodiscard]] Result<void> finish();
    /// Forgets the text, to walk through another one.
    void restart();
    /// Where the walk stands, from 1; exact during a visit.
    [[nodiscard]] qint64 line() const;

private:
    class Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace Pacewatch
