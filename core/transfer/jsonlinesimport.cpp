#include "core/transfer/importers.h"
#include "core/transfer/jsonwalk.h"
#include "core/transfer/linereader.h"

#include <QHash>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 LinesBetweenReports = 4096;

/// Fills a draft with the values of one object.
class LineVisitor final : public JsonVisitor
{
public:
    LineVisitor(CallDraft& draft, const FieldMap& map)
        : m_draft(draft)
        , m_map(map)
    { }

    void leaf(const QByteArray& path, const JsonLeaf& leaf) override
    {
        if (leaf.kind == JsonLeaf::Kind::Null) {
            return;
        }
        const CallFactRole& role = roleAt(path);
        m_draft.take(role, leaf.bytes);
        if (role.fact == CallFact::ResponseBody) {
            m_draft.setWholeBodySize(leaf.size);
        }
    }

    void objectEnded(const QByteArray& path) override
    {
        if (path == "left[]") {
            m_draft.endWindow();
        }
    }

private:
    /// Every line has the same few paths; a hostile file has millions.
    const CallFactRole& roleAt(const QByteArray& path)
    {
        constexpr qsizetype MostKnown = 2000;
        const auto found = m_roles.constFind(path);
        if (found != m_roles.constEnd()) {
            return *found;
        }
        if (m_roles.size() >= MostKnown) {
            m_roles.clear();
        }
        return *m_roles.insert(QByteArray(path.constData(), path.size()), m_map.roleOf(path));
    }

    CallDraft& m_draft;
    const FieldMap& m_map;
    QHash<QByteArray, CallFactRole> m_roles;
};

/// Tells the values of an object to somebody.
class FieldTeller final : public JsonVisitor
{
public:
    FieldTeller(const FieldMap& map, const FieldVisitor& visitor)
        : m_map(map)
        , m_visitor(visitor)
    { }

    void leaf(const QByteArray& path, const JsonLeaf& leaf) override
    {
        const bool isEmpty = leaf.kind == JsonLeaf::Kind::Null;
        m_visitor(QByteArray(path.constData(), path.size()),
                  isEmpty ? QByteArrayView() : leaf.bytes, m_map.roleOf(path));
    }

    void objectEnded(const QByteArray& /*path*/) override { }

private:
    const FieldMap& m_map;
    const FieldVisitor& m_visitor;
};

} // namespace

void visitJsonFields(QIODevice& device, const FieldMap& map, const FieldVisitor& visitor)
{
    FieldTeller teller(map, visitor);
    JsonWalk walk(teller);
    LineReader reader(device);
    while (reader.next()) {
        walk.restart();
        if (const Result<void> walked = walk.feed(reader.line()); !walked) {
            continue; // a line that breaks off tells what stands before
        }
    }
}

Result<void> importJsonLines(QIODevice& device, CallIntake& intake)
{
    CallDraft draft;
    LineVisitor visitor(draft, intake.map());
    JsonWalk walk(visitor);
    LineReader reader(device);
    while (reader.next()) {
        if (reader.number() % LinesBetweenReports == 0) {
            if (const Result<void> go = intake.advance(reader.bytesRead()); !go) {
                return go;
            }
        }
        if (reader.isTooLong()) {
            intake.leaveOut(reader.number(), u"the line is too long"_s);
            continue;
        }
        if (reader.line().trimmed().isEmpty()) {
            continue;
        }
        walk.restart();
        draft = CallDraft();
        const Result<void> walked
            = walk.feed(reader.line()).and_then([&] { return walk.finish(); });
        if (!walked) {
            intake.leaveOut(reader.number(), walked.error().detail);
        } else if (draft.isCall()) {
            intake.add(draft.finish());
        } else {
            intake.leaveOut(reader.number(),
                            u"no call: neither a status nor a method and a path"_s);
        }
    }
    return intake.advance(reader.bytesRead());
}

} // namespace Pacewatch
