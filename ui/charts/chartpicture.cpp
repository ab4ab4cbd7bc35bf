#include "ui/charts/chartpicture.h"

#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSvgGenerator>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int Sharpness = 2; ///< pixels of the picture for each of the screen

bool writeSvg(QWidget& chart, QFile& file)
{
    QSvgGenerator generator;
    generator.setOutputDevice(&file);
    generator.setSize(chart.size());
    generator.setViewBox(chart.rect());
    QPainter painter;
    if (!painter.begin(&generator)) {
        return false;
    }
    chart.render(&painter);
    return painter.end();
}

bool writePng(QWidget& chart, QFile& file)
{
    QImage image(chart.size() * Sharpness, QImage::Format_ARGB32);
    image.setDevicePixelRatio(Sharpness);
    image.fill(chart.palette().color(QPalette::Base));
    chart.render(&image);
    return image.save(&file, "PNG");
}

} // namespace

Result<void> writePicture(QWidget& chart, const QString& path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)) {
        return fail(ErrorCode::StorageFailed, file.errorString());
    }
    const bool isSvg = path.endsWith(".svg"_L1, Qt::CaseInsensitive);
    const bool isWritten = isSvg ? writeSvg(chart, file) : writePng(chart, file);
    return isWritten && file.flush() ? Result<void>()
                                     : fail(ErrorCode::StorageFailed, file.errorString());
}

} // namespace Pacewatch
