#pragma once

#include "core/instant.h"
#include "core/result.h"
#include "core/secret.h"

#include <QCommandLineParser>
#include <QString>
#include <QStringList>

#include <memory>
#include <optional>

namespace Pacewatch {

/// The options of one command: declares them, reads their values, writes the help.
///
/// Values are read one after the other; the first that is wrong is kept and told by problem(), so
/// that a command reads all of them and asks once.
class CommandLine final
{
public:
    /// @p command is empty for the program itself.
    CommandLine(QString command, const QString& summary);

    void addFlag(const QString& name, const QString& meaning);
    void addValue(const QString& name, const QString& placeholder, const QString& meaning);
    void addOperand(const QString& name, const QString& meaning);

    [[nodiscard]] Result<void> parse(const QStringList& arguments);
    /// parse() for a command: the exit code when there is nothing left to do, because help was
    /// asked for or an argument is wrong.
    [[nodiscard]] std::optional<int> begin(const QStringList& arguments);
    /// The exit code when a value was wrong, which is then printed.
    [[nodiscard]] std::optional<int> complain() const;

    [[nodiscard]] bool has(const QString& name) const { return m_parser->isSet(name); }
    [[nodiscard]] QString text(const QString& name) const { return m_parser->value(name); }
    [[nodiscard]] QStringList texts(const QString& name) const { return m_parser->values(name); }
    [[nodiscard]] QStringList operands() const { return m_parser->positionalArguments(); }
    [[nodiscard]] Duration duration(const QString& name, Duration fallback);
    [[nodiscard]] qint64 count(const QString& name, qint64 fallback, qint64 least, qint64 most);
    [[nodiscard]] double number(const QString& name, double fallback, double least, double most);
    [[nodiscard]] quint16 port(const QString& name);
    /// The text of an option that must be there.
    [[nodiscard]] QString required(const QString& name);
    /// The key in the environment variable that `--key-env` names; empty without the option.
    [[nodiscard]] Secret key();

    /// Keeps @p error as this command line's problem unless there is one already.
    void refuse(const Error& error);
    [[nodiscard]] Result<void> problem() const;
    [[nodiscard]] QString help() const;

private:
    void refuseValue(const QString& name, const QString& expected);

    QString m_command;
    QStringList m_operandNames;
    std::unique_ptr<QCommandLineParser> m_parser; // a pointer, so that this can be moved
    std::optional<Error> m_problem;
};

} // namespace Pacewatch
