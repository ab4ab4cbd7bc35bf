#include "core/queue/journalfile.h"
#include "core/queue/journalschema.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

// How items become rows, and rows items.

namespace {

std::optional<qint64> stamp(const std::optional<WallTime>& at)
{
    return at ? std::optional<qint64>(at->time_since_epoch().count()) : std::nullopt;
}

std::optional<qint64> span(const std::optional<Duration>& span)
{
    return span ? std::optional<qint64>(span->count()) : std::nullopt;
}

void bindOptional(Statement& statement, int parameter, const std::optional<qint64>& value)
{
    value ? statement.bind(parameter, *value) : statement.bindNull(parameter);
}

std::optional<Duration> spanIn(const Statement& row, int column)
{
    return row.isNull(column) ? std::nullopt : std::optional(Duration(row.integer(column)));
}

/// Binds what may change of an item to the parameters 1 to 11, its id to 12, its queue to 13.
void bindChanges(Statement& statement, const SendItem& item, qint64 queue)
{
    statement.bind(1, QString::fromLatin1(JournalSchema::wordOf(item.state)));
    statement.bind(2, item.place);
    statement.bind(3, qint64(item.attempts));
    statement.bind(4, qint64(item.refusals));
    bindOptional(statement, 5, stamp(item.sentAt));
    bindOptional(statement, 6, span(item.took));
    statement.bind(7, qint64(item.status));
    statement.bind(8, item.answer);
    bindOptional(statement, 9, span(item.lastWait));
    bindOptional(statement, 10,
                 item.error ? std::optional(qint64(item.error->code)) : std::nullopt);
    statement.bind(11, item.error ? item.error->detail : QString());
    statement.bind(12, static_cast<qint64>(item.id));
    statement.bind(13, queue);
}

Result<void> finish(Statement& statement)
{
    const Result<bool> stepped = statement.step();
    if (!stepped) {
        return fail(stepped.error());
    }
    return {};
}

/// @p value, or @p before with its bytes when it is the same.
template<typename Text>
Text shared(Text value, Text& before)
{
    if (value != before) {
        before = std::move(value);
    }
    return before;
}

/// Neighbours have much in common: the row before @p row lends what @p row has as well.
KeptItem itemIn(const Statement& row, KeptItem& before)
{
    KeptItem kept;
    kept.queue = shared(row.bytes(15), before.queue);
    SendItem& item = kept.item;
    item.state = JournalSchema::stateOf(row.bytes(0)).value_or(ItemState::Unknown);
    item.place = row.integer(1);
    item.attempts = static_cast<int>(row.integer(2));
    item.refusals = static_cast<int>(row.integer(3));
    if (!row.isNull(4)) {
        item.sentAt = WallTime(Duration(row.integer(4)));
    }
    item.took = spanIn(row, 5);
    item.status = static_cast<int>(row.integer(6));
    item.answer = shared(row.text(7), before.item.answer);
    item.lastWait = spanIn(row, 8);
    if (!row.isNull(9)) {
        item.error = Error{static_cast<ErrorCode>(row.integer(9)), row.text(10)};
    }
    item.id = ItemId(static_cast<quint64>(row.integer(11)));
    item.number = static_cast<int>(row.integer(12));
    item.againOf = ItemId(static_cast<quint64>(row.integer(13)));
    SendDraft& draft = before.item.draft;
    item.draft.method = shared(row.bytes(16), draft.method);
    item.draft.path = shared(row.bytes(17), draft.path);
    item.draft.body = draft.body = SendBody(row.bytes(18), draft.body);
    item.draft.recipient = shared(row.text(19), draft.recipient);
    return kept;
}

} // namespace

Result<void> JournalFile::prepareStatements()
{
    const std::pair<Statement*, const char*> wanted[] = {
        {&m_addQueue, "INSERT OR IGNORE INTO queue (name) VALUES (?1)"},
        {&m_findQueue, "SELECT id FROM queue WHERE name=?1"},
        {&m_addDraft,
         "INSERT INTO draft (id, method, path, body, recipient) "
         "VALUES (?1, ?2, ?3, ?4, ?5)"},
        {&m_addItem,
         "INSERT INTO item (state, place, attempts, refusals, sent_at, took, status, "
         "answer, last_wait, error, detail, id, queue, number, "
         "again_of) "
         "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"},
        {&m_changeItem,
         "UPDATE item SET state=?1, place=?2, attempts=?3, refusals=?4, sent_at=?5, "
         "took=?6, status=?7, answer=?8, last_wait=?9, error=?10, detail=?11, "
         "queue=?13 "
         "WHERE id=?12"},
        {&m_forgetItem, "DELETE FROM item WHERE id=?1"},
        {&m_forgetDraft, "DELETE FROM draft WHERE id=?1"},
    };
    for (const auto& [statement, sql] : wanted) {
        Result<Statement> prepared = m_database.prepare(sql);
        if (!prepared) {
            return fail(prepared.error());
        }
        *statement = std::move(*prepared);
    }
    return {};
}

Result<std::vector<KeptItem>> JournalFile::load()
{
    Result<Statement> rows = m_database.prepare(
        "SELECT state, place, attempts, refusals, sent_at, took, status, answer, last_wait, error, "
        "detail, item.id, number, again_of, queue, queue.name, method, path, body, recipient "
        "FROM item JOIN queue ON queue.id=item.queue JOIN draft ON draft.id=item.id "
        "ORDER BY item.id");
    if (!rows) {
        return fail(rows.error());
    }
    const Result<qint64> count = m_database.integer("SELECT count(*) FROM item");
    if (!count) {
        return fail(count.error());
    }
    std::vector<KeptItem> items;
    items.reserve(static_cast<std::size_t>(*count));
    KeptItem before;
    for (;;) {
        const Result<bool> row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return items;
        }
        items.push_back(itemIn(*rows, before));
    }
}

Result<void> JournalFile::write(const JournalBatch& batch)
{
    Result<void> done = m_isTight ? writeInParts(batch) : writeInOne(batch);
    if (!done && !std::exchange(m_isTight, true)) {
        done = writeInParts(batch); // what is too much at once may fit in parts
    }
    m_hasFailed = !done;
    return done;
}

/// SQLite writes everything twice: to its log, then to the file. A batch as large as what is left
/// of the disk would never fit, though its rows would. So the log is emptied behind each small
/// part.
Result<void> JournalFile::writeInParts(const JournalBatch& batch)
{
    constexpr std::size_t ItemsInAPart = 16;
    Result<void> done;
    for (std::size_t from = 0; done && from < batch.items.size(); from += ItemsInAPart) {
        const std::size_t end = std::min(from + ItemsInAPart, batch.items.size());
        JournalBatch part;
        part.items.assign(batch.items.begin() + static_cast<std::ptrdiff_t>(from),
                          batch.items.begin() + static_cast<std::ptrdiff_t>(end));
        done = writeInOne(part);
        if (done) {
            (void)m_database.run("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
    if (done && (!batch.forgotten.isEmpty() || batch.items.empty())) {
        JournalBatch rest;
        rest.forgotten = batch.forgotten;
        done = writeInOne(rest);
    }
    return done;
}

Result<void> JournalFile::writeInOne(const JournalBatch& batch)
{
    Result<void> done = m_database.run("BEGIN IMMEDIATE");
    if (done && m_hasFailed) {
        // A row that is the same as before is not written: the batch alone would prove nothing.
        static_assert(SchemaVersion == 1);
        done = m_database.run("PRAGMA user_version=1");
    }
    if (done) {
        done = writeAll(batch);
    }
    if (done) {
        done = m_database.run("COMMIT");
    }
    if (done) {
        return done;
    }
    m_queues.clear(); // a queue that was added in the batch is not there
    if (m_database.isInTransaction()) {
        (void)m_database.run("ROLLBACK");
    }
    // What lies in the log twice makes room when the disk is full; else it changes nothing.
    (void)m_database.run("PRAGMA wal_checkpoint(TRUNCATE)");
    return done;
}

Result<void> JournalFile::writeAll(const JournalBatch& batch)
{
    for (const KeptItem& kept : batch.items) {
        if (const Result<void> done = writeItem(kept); !done) {
            return done;
        }
    }
    for (const ItemId id : batch.forgotten) {
        for (Statement* statement : {&m_forgetItem, &m_forgetDraft}) {
            statement->bind(1, static_cast<qint64>(id));
            if (const Result<void> done = finish(*statement); !done) {
                return done;
            }
        }
    }
    return {};
}

Result<void> JournalFile::writeItem(const KeptItem& kept)
{
    const SendItem& item = kept.item;
    const Result<qint64> queue = queueId(kept.queue);
    if (!queue) {
        return fail(queue.error());
    }
    bindChanges(m_changeItem, item, *queue);
    if (const Result<void> done = finish(m_changeItem); !done || m_database.changes() > 0) {
        return done;
    }
    m_addDraft.bind(1, static_cast<qint64>(item.id));
    m_addDraft.bind(2, item.draft.method);
    m_addDraft.bind(3, item.draft.path);
    const QByteArray body = item.draft.body.bytes();
    m_addDraft.bind(4, body);
    m_addDraft.bind(5, item.draft.recipient);
    if (const Result<void> done = finish(m_addDraft); !done) {
        return done;
    }
    bindChanges(m_addItem, item, *queue);
    m_addItem.bind(14, qint64(item.number));
    m_addItem.bind(15, static_cast<qint64>(item.againOf));
    return finish(m_addItem);
}

Result<qint64> JournalFile::queueId(const QByteArray& name)
{
    if (const auto known = m_queues.constFind(name); known != m_queues.constEnd()) {
        return *known;
    }
    m_addQueue.bind(1, name);
    if (const Result<void> done = finish(m_addQueue); !done) {
        return fail(done.error());
    }
    m_findQueue.bind(1, name);
    const Result<bool> found = m_findQueue.step();
    if (!found) {
        return fail(found.error());
    }
    const qint64 id = m_findQueue.integer(0);
    m_findQueue.reset();
    m_queues.insert(name, id);
    return id;
}

} // namespace Pacewatch
