#pragma once

#include "core/profile/profile.h"
#include "core/queue/item.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

namespace Pacewatch {

/// The question what became of @p draft; empty when it lacks something the path asks for.
[[nodiscard]] std::optional<QByteArray> confirmPath(const ConfirmQuery& query,
                                                    const SendDraft& draft);
/// Whether the gateway's answer says that it was sent, or that it was not; empty when it says
/// neither.
[[nodiscard]] std::optional<bool> wasSent(const ConfirmQuery& query, int status,
                                          QByteArrayView body);

} // namespace Pacewatch
