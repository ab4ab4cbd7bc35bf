#pragma once

#include "core/database.h"
#include "core/queue/item.h"
#include "core/result.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <vector>

namespace Pacewatch {

/// An item and the queue it belongs to, by a name that outlives the program.
struct KeptItem
{
    QByteArray queue;
    SendItem item;
};

/// What is written in one go.
struct JournalBatch
{
    std::vector<KeptItem> items; ///< as they are now, whether known or not
    QList<ItemId> forgotten;

    [[nodiscard]] bool isEmpty() const { return items.empty() && forgotten.isEmpty(); }
};

/// The file behind the journal: an SQLite database of its own, mode 0600, with one owner. Lives on
/// one thread; its calls wait for the disk.
///
/// It holds bodies and recipients, because they are needed to send after a restart, and no keys.
class JournalFile final
{
public:
    /// Of the file's layout. A lower one is brought up to it, a higher one is refused.
    static constexpr int SchemaVersion = 1;

    JournalFile() = default;
    JournalFile(JournalFile&&) = default;
    JournalFile& operator=(JournalFile&&) = default;
    ~JournalFile();

    /// Opens @p path, makes it and its folder when they are not there, and becomes its owner.
    /// Items that were being sent are Unknown from here on. A damaged file is set aside, never
    /// deleted; asideOf() says where.
    ///
    /// Busy: another program owns it, and the detail says which; Unsupported: made by a newer
    /// version; Invalid: not a journal of ours; StorageFailed.
    [[nodiscard]] static Result<JournalFile> open(const QString& path);

    /// Every kept item by id.
    [[nodiscard]] Result<std::vector<KeptItem>> load();
    /// Writes @p batch as a whole, or nothing of it; it is on disk afterwards. After a failure the
    /// next success means that the disk takes bytes again. On a disk that is almost full it is
    /// written in small parts, and a failure may leave some of them there.
    Result<void> write(const JournalBatch& batch);
    /// Whether the disk had so little room that small parts are written.
    [[nodiscard]] bool isTight() const { return m_isTight; }

    /// Where the damaged file went that was found in this one's place; empty when none was.
    [[nodiscard]] const QString& setAside() const { return m_setAside; }

private:
    Result<void> begin(const QString& path);
    Result<qint64> inspect();
    Result<void> prepareStatements();
    Result<void> writeInOne(const JournalBatch& batch);
    Result<void> writeInParts(const JournalBatch& batch);
    Result<void> writeAll(const JournalBatch& batch);
    Result<void> writeItem(const KeptItem& kept);
    Result<qint64> queueId(const QByteArray& name);

    Database m_database;
    Statement m_addQueue;
    Statement m_findQueue;
    Statement m_addDraft;
    Statement m_addItem;
    Statement m_changeItem;
    Statement m_forgetItem;
    Statement m_forgetDraft;
    QHash<QByteArray, qint64> m_queues;
    bool m_hasFailed = false; ///< the last write
    bool m_isTight = false;
    QString m_owner; ///< file that says who the owner is; empty while that is not us
    QString m_setAside;
};

} // namespace Pacewatch
