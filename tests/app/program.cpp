#include "tests/app/program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

#include <csignal>

namespace {

constexpr int LongestRunMs = 30'000;

Run ended(QProcess& process)
{
    const bool isGood = process.exitStatus() == QProcess::NormalExit;
    return {isGood ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

void gatherWords(const QJsonValue& value, const QString& field, QSet<QString>& words)
{
    static const QSet<QString> free{QStringLiteral("name"), QStringLiteral("window"),
                                    QStringLiteral("method"), QStringLiteral("path"),
                                    QStringLiteral("bulk_path")};
    static const QRegularExpression word(QStringLiteral("^[a-z][a-z_]+$"));
    if (value.isString() && !free.contains(field) && value.toString().contains(word)) {
        words.insert(value.toString());
    }
    for (const QJsonValue& each : value.toArray()) {
        gatherWords(each, field, words);
    }
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        words.insert(it.key());
        gatherWords(it.value(), it.key(), words);
    }
}

} // namespace

QStringList undocumented(const QByteArray& json, const QString& document)
{
    QFile file(QStringLiteral(PACEWATCH_SOURCES "/docs/") + document);
    const QString text
        = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    QSet<QString> words;
    gatherWords(QJsonDocument::fromJson(json).object(), {}, words);
    QStringList missing;
    for (const QString& each : std::as_const(words)) {
        if (!text.contains(QLatin1Char('`') + each + QLatin1Char('`'))) {
            missing.append(each);
        }
    }
    return missing;
}

QStringList absent(const QByteArray& json, const QString& document)
{
    QFile file(QStringLiteral(PACEWATCH_SOURCES "/docs/") + document);
    const QString text
        = file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    const QString table
        = text.section(QStringLiteral("| field | says |"), 1).section(QStringLiteral("\n\n"), 0, 0);
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    QStringList missing;
    static const QRegularExpression name(QStringLiteral("`([a-z_]+)`"));
    const QStringList rows = table.split(QLatin1Char('\n'));
    for (const QString& row : rows) {
        auto names = name.globalMatch(row.section(QLatin1Char('|'), 1, 1));
        while (names.hasNext()) {
            const QString each = names.next().captured(1);
            if (!object.contains(each)) {
                missing.append(each);
            }
        }
    }
    return rows.size() < 3 ? QStringList{QStringLiteral("no table of fields")} : missing;
}

Run runProgram(const QStringList& arguments, const QByteArray& input)
{
    QProcess process;
    process.start(QStringLiteral(PACEWATCH_PROGRAM), arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(LongestRunMs)) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    return ended(process);
}

LiveProgram::LiveProgram(const QStringList& arguments)
{
    m_process.start(QStringLiteral(PACEWATCH_PROGRAM), arguments);
    while (!m_process.canReadLine() && m_process.waitForReadyRead(LongestRunMs)) { }
    if (m_process.canReadLine()) {
        m_firstLine = QString::fromUtf8(m_process.readLine()).trimmed();
    }
}

LiveProgram::~LiveProgram()
{
    m_process.kill();
    m_process.waitForFinished();
}

Run LiveProgram::stop()
{
    if (m_process.state() == QProcess::Running) {
        ::kill(static_cast<pid_t>(m_process.processId()), SIGINT);
        if (!m_process.waitForFinished(LongestRunMs)) {
            return {-1, m_process.readAllStandardOutput(), m_process.readAllStandardError()};
        }
    }
    return ended(m_process);
}
