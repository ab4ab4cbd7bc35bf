#pragma once

#include "core/queue/item.h"
#include "core/result.h"

#include <QList>

#include <functional>

namespace Pacewatch {

/// Where the items of one queue are kept, so that a crash neither loses nor doubles one.
class ItemLog
{
public:
    using Kept = std::function<void(const Result<void>&)>;

    ItemLog() = default;
    ItemLog(const ItemLog&) = delete;
    ItemLog& operator=(const ItemLog&) = delete;
    virtual ~ItemLog() = default;

    /// Keeps @p item as it is now, soon, in the order of the calls.
    virtual void keep(const SendItem& item) = 0;
    /// The same, and tells when it is on disk, or that it will not be. @p kept is called on the
    /// caller's thread, never from within this call.
    virtual void keepThen(const SendItem& item, Kept kept) = 0;
    virtual void forget(const QList<ItemId>& items) = 0;
};

} // namespace Pacewatch
