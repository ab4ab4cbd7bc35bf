#include "tests/app/program.h"

#include <csignal>

namespace {

constexpr int LongestRunMs = 30'000;

Run ended(QProcess& process)
{
    const bool isGood = process.exitStatus() == QProcess::NormalExit;
    return {isGood ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

} // namespace

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
