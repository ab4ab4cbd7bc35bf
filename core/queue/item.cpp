#include "core/queue/item.h"

namespace Pacewatch {

bool isLegalMove(ItemState from, ItemState to) noexcept
{
    switch (from) {
    case ItemState::Draft:
        return to == ItemState::Ready || to == ItemState::Cancelled;
    case ItemState::Ready:
        return to == ItemState::Sending || to == ItemState::Paused || to == ItemState::Cancelled
            || to == ItemState::Expired || to == ItemState::WouldSend || to == ItemState::Rejected;
    case ItemState::Paused:
        return to == ItemState::Ready || to == ItemState::Cancelled || to == ItemState::Expired;
    case ItemState::Sending:
        return to == ItemState::Sent || to == ItemState::Rejected || to == ItemState::Unknown
            || to == ItemState::Ready;
    case ItemState::Unknown:
        return to == ItemState::ConfirmedSent || to == ItemState::ConfirmedNotSent;
    case ItemState::WouldSend: // A rehearsal took nothing: the real thing may follow.
        return to == ItemState::Ready || to == ItemState::Cancelled;
    case ItemState::Sent:
    case ItemState::Rejected:
    case ItemState::ConfirmedSent:
    case ItemState::ConfirmedNotSent:
    case ItemState::Cancelled:
    case ItemState::Expired:
        return false;
    }
    return false;
}

} // namespace Pacewatch
