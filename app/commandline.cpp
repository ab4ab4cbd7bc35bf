#include "app/commandline.h"

#include "app/commands/entries.h"
#include "app/terminal.h"
#include "app/values.h"

#include <utility>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

CommandLine::CommandLine(QString command, const QString& summary)
    : m_command(std::move(command))
    , m_parser(std::make_unique<QCommandLineParser>())
{
    m_parser->setApplicationDescription(summary);
    addFlag(u"help"_s, u"print this help"_s);
}

void CommandLine::addFlag(const QString& name, const QString& meaning)
{
    const QStringList names = name == "help"_L1 ? QStringList{u"h"_s, name} : QStringList{name};
    m_parser->addOption(QCommandLineOption(names, meaning));
}

void CommandLine::addValue(const QString& name, const QString& placeholder, const QString& meaning)
{
    m_parser->addOption(QCommandLineOption(name, meaning, placeholder));
}

void CommandLine::addOperand(const QString& name, const QString& meaning)
{
    m_operandNames.append(name);
    m_parser->addPositionalArgument(name, meaning);
}

Result<void> CommandLine::parse(const QStringList& arguments)
{
    // The parser skips what it takes for the program's name.
    if (!m_parser->parse(QStringList{u"pacewatch"_s} + arguments)) {
        return fail(ErrorCode::Invalid, m_parser->errorText());
    }
    if (m_operandNames.isEmpty() && !operands().isEmpty()) {
        return fail(ErrorCode::Invalid, u"unexpected argument: %1"_s.arg(operands().first()));
    }
    return {};
}

std::optional<int> CommandLine::begin(const QStringList& arguments)
{
    const Result<void> parsed = parse(arguments);
    if (has(u"help"_s)) {
        printLine(help());
        return ExitDone;
    }
    if (!parsed) {
        printError(printable(parsed.error().detail));
        return ExitBadInput;
    }
    return std::nullopt;
}

std::optional<int> CommandLine::complain() const
{
    if (!m_problem) {
        return std::nullopt;
    }
    printError(printable(m_problem->detail));
    return ExitBadInput;
}

Duration CommandLine::duration(const QString& name, Duration fallback)
{
    if (!has(name)) {
        return fallback;
    }
    const Result<Duration> duration = parseDuration(text(name));
    if (!duration) {
        refuseValue(name, u"a time such as 500ms, 5s, 10m or 2h"_s);
        return fallback;
    }
    return *duration;
}

qint64 CommandLine::count(const QString& name, qint64 fallback, qint64 least, qint64 most)
{
    if (!has(name)) {
        return fallback;
    }
    bool isNumber = false;
    const qint64 count = text(name).toLongLong(&isNumber);
    if (!isNumber || count < least || count > most) {
        refuseValue(name, u"a whole number from %1 to %2"_s.arg(least).arg(most));
        return fallback;
    }
    return count;
}

double CommandLine::number(const QString& name, double fallback, double least, double most)
{
    if (!has(name)) {
        return fallback;
    }
    bool isNumber = false;
    const double number = text(name).toDouble(&isNumber);
    if (!isNumber || !(number >= least && number <= most)) {
        refuseValue(name, u"a number from %1 to %2"_s.arg(least).arg(most));
        return fallback;
    }
    return number;
}

quint16 CommandLine::port(const QString& name)
{
    return static_cast<quint16>(count(name, 0, 0, 65'535));
}

QString CommandLine::required(const QString& name)
{
    if (text(name).isEmpty()) {
        refuse({ErrorCode::Invalid,
                u"--%1 is missing; see pacewatch %2 --help"_s.arg(name, m_command)});
    }
    return text(name);
}

Secret CommandLine::key()
{
    const QString name = text(u"key-env"_s);
    if (name.isEmpty()) {
        return {};
    }
    QByteArray key = qgetenv(name.toLocal8Bit().constData());
    if (key.isEmpty()) {
        refuse(
            {ErrorCode::Invalid, u"--key-env: the environment variable %1 is empty"_s.arg(name)});
    }
    return Secret(std::move(key));
}

void CommandLine::refuse(const Error& error)
{
    if (!m_problem) {
        m_problem = error;
    }
}

Result<void> CommandLine::problem() const
{
    if (m_problem) {
        return fail(*m_problem);
    }
    return {};
}

QString CommandLine::help() const
{
    QStringList words{u"pacewatch"_s};
    if (!m_command.isEmpty()) {
        words.append(m_command);
    }
    words.append(u"[options]"_s);
    words.append(m_operandNames);
    // The parser's first line names the program by its path and knows nothing of commands.
    const QString text = m_parser->helpText();
    const QString rest = text.mid(text.indexOf(u'\n')).trimmed();
    return u"Usage: %1\n%2\n"_s.arg(words.join(u' '), rest);
}

void CommandLine::refuseValue(const QString& name, const QString& expected)
{
    refuse({ErrorCode::Invalid, u"--%1 must be %2, not \"%3\""_s.arg(name, expected, text(name))});
}

} // namespace Pacewatch
