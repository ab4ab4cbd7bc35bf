#pragma once

#include "ui/report/report.h"

#include <QImage>
#include <QString>

#include <functional>

namespace Pacewatch {

/// What differs between the HTML that a browser shows and the one that is set on paper.
struct ReportMedium
{
    QString style; ///< CSS that only this medium has
    std::function<QString(const QImage&)> address; ///< where a picture is found
    bool isPaper = false; ///< for QTextDocument: pieces are marked, lists are tables
};

/// The name of the anchor at the beginning of each piece that a page end should not cut.
inline constexpr QLatin1StringView PieceAnchor("piece");

/// @p report as HTML; all of its text is escaped.
[[nodiscard]] QString reportDocument(const Report& report, const ReportMedium& medium);

} // namespace Pacewatch
