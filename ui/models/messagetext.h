#pragma once

#include "core/exchange.h"

#include <QByteArray>
#include <QString>

namespace Pacewatch {

/// The start line and the fields of a request as they crossed the wire, with an empty line behind
/// them. Foreign text.
[[nodiscard]] QString headOf(const Http::RequestHead& request);
/// The same of a response; empty when there was none.
[[nodiscard]] QString headOf(const Http::ResponseHead& response);
/// @p body without its content coding @p coding, as it is shown; at most @p most bytes are
/// unpacked. Empty when the coding is not known.
[[nodiscard]] QString readableContent(const KeptBody& body, const QByteArray& coding,
                                      qsizetype most);

} // namespace Pacewatch
