#include "core/queue/journalschema.h"

#include <algorithm>
#include <array>
#include <utility>

namespace Pacewatch::JournalSchema {

namespace {

// A draft never changes, and may be long; an item changes several times, and is short.
constexpr const char* FirstLayout = R"(
    CREATE TABLE queue (
        id INTEGER PRIMARY KEY,
        name BLOB NOT NULL UNIQUE
    );
    CREATE TABLE draft (
        id INTEGER PRIMARY KEY,
        method BLOB NOT NULL,
        path BLOB NOT NULL,
        body BLOB NOT NULL,
        recipient TEXT NOT NULL
    );
    CREATE TABLE item (
        id INTEGER PRIMARY KEY,
        queue INTEGER NOT NULL,
        number INTEGER NOT NULL,
        again_of INTEGER NOT NULL,
        state TEXT NOT NULL,
        place INTEGER NOT NULL,
        attempts INTEGER NOT NULL,
        refusals INTEGER NOT NULL,
        sent_at INTEGER,
        took INTEGER,
        status INTEGER NOT NULL,
        answer TEXT NOT NULL,
        last_wait INTEGER,
        error INTEGER,
        detail TEXT NOT NULL
    );
    PRAGMA application_id=1886868298;
    PRAGMA user_version=1;
)";
static_assert(ApplicationId == 1886868298);

constexpr std::array Steps{FirstLayout};

constexpr std::array Words{
    std::pair(ItemState::Draft, "draft"),
    std::pair(ItemState::Ready, "ready"),
    std::pair(ItemState::Paused, "paused"),
    std::pair(ItemState::Sending, "sending"),
    std::pair(ItemState::Sent, "sent"),
    std::pair(ItemState::Rejected, "rejected"),
    std::pair(ItemState::Unknown, "unknown"),
    std::pair(ItemState::ConfirmedSent, "confirmed sent"),
    std::pair(ItemState::ConfirmedNotSent, "confirmed not sent"),
    std::pair(ItemState::Cancelled, "cancelled"),
    std::pair(ItemState::Expired, "expired"),
    std::pair(ItemState::WouldSend, "ready"), // a rehearsal took nothing
};

} // namespace

const char* step(qint64 version)
{
    return Steps.at(static_cast<std::size_t>(version));
}

QByteArray wordOf(ItemState state)
{
    const auto found = std::find_if(Words.begin(), Words.end(),
                                    [state](const auto& each) { return each.first == state; });
    return found == Words.end() ? QByteArray() : QByteArray(found->second);
}

std::optional<ItemState> stateOf(const QByteArray& word)
{
    const auto found = std::find_if(Words.begin(), Words.end(),
                                    [&word](const auto& each) { return word == each.second; });
    return found == Words.end() ? std::nullopt : std::optional(found->first);
}

} // namespace Pacewatch::JournalSchema
