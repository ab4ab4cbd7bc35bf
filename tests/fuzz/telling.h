#pragma once

#include "core/http/parser.h"

#include <QByteArray>

namespace Pacewatch {

/// As a length of pieces: of many lengths from 1 to 61 bytes, the same ones each time.
inline constexpr qsizetype Varied = 0;

/// Everything a parser says about @p bytes, fed @p piece bytes at a time, as text; bodies joined.
/// Ends at the first failure. @p isOver: the peer closes after them.
[[nodiscard]] QByteArray tell(Http::Parser& parser, Http::Parser::Kind kind, QByteArrayView bytes,
                              qsizetype piece, bool isOver);

/// Ends the program, loudly, unless @p left and @p right are the same.
void mustAgree(const QByteArray& left, const QByteArray& right);

} // namespace Pacewatch
