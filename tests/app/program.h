#pragma once

#include <QByteArray>
#include <QProcess>
#include <QString>
#include <QStringList>

#include <memory>

/// How one run of the program ended.
struct Run
{
    int exitCode = -1; ///< -1 when it did not end in time or crashed
    QByteArray output;
    QByteArray errors;
};

/// Runs the program under test to its end.
[[nodiscard]] Run runProgram(const QStringList& arguments, const QByteArray& input = {});

/// The names of fields and the words among the values of @p json that @p document, below docs/,
/// does not name in code marks. Values under "name", "window", "method", "path" and "bulk_path",
/// and times, are free.
[[nodiscard]] QStringList undocumented(const QByteArray& json, const QString& document);
/// The fields of the table "field, says" in @p document of docs/ that the object @p json lacks.
[[nodiscard]] QStringList absent(const QByteArray& json, const QString& document);

/// Starts the program and waits for its first line; an empty line when none came in time. Whoever
/// holds it ends it with endProgram().
class LiveProgram final
{
public:
    explicit LiveProgram(const QStringList& arguments);
    ~LiveProgram();
    Q_DISABLE_COPY_MOVE(LiveProgram)

    [[nodiscard]] QString firstLine() const { return m_firstLine; }
    [[nodiscard]] QByteArray output() { return m_process.readAllStandardOutput(); }
    /// Asks it to stop, as Ctrl+C does, and waits.
    [[nodiscard]] Run stop();

private:
    QProcess m_process;
    QString m_firstLine;
};
