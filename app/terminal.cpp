#include "app/terminal.h"

#include <QJsonDocument>

#include <cstdio>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

void write(std::FILE* file, QByteArray bytes)
{
    bytes += '\n';
    std::fwrite(bytes.constData(), 1, static_cast<std::size_t>(bytes.size()), file);
    std::fflush(file);
}

} // namespace

void printLine(const QString& text)
{
    write(stdout, text.toUtf8());
}

void printJson(const QJsonObject& object)
{
    write(stdout, QJsonDocument(object).toJson(QJsonDocument::Compact));
}

void printNote(const QString& text)
{
    write(stderr, text.toUtf8());
}

void printError(const QString& text)
{
    write(stderr, u"pacewatch: %1"_s.arg(text).toUtf8());
}

bool isOutputLost()
{
    return std::ferror(stdout) != 0;
}

QString printable(QString foreign)
{
    for (QChar& character : foreign) {
        if (character.category() == QChar::Other_Control
            || character.category() == QChar::Other_Format) {
            character = QChar::ReplacementCharacter;
        }
    }
    return foreign;
}

} // namespace Pacewatch
