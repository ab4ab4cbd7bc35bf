#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <set>
#include <string>
#include <string_view>

// The packaged library throws; compiled in, it hands errors back as values.
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
// It asserts what its input may break ("[ = 1"), just before it looks for that and says so.
#define TOML_ASSERT(expression) static_cast<void>(0)
#include <toml++/toml.h>

namespace Pacewatch {

/// What is wrong with one TOML file; the first complaint counts.
class TomlComplaints final
{
public:
    explicit TomlComplaints(QString fileName);

    /// `file:line: @p what`; a line of 0 is left out.
    void add(toml::source_index line, const QString& what);
    [[nodiscard]] const std::optional<Error>& first() const { return m_first; }

private:
    QString m_fileName;
    std::optional<Error> m_first;
};

/// Takes the keys out of one TOML table by name and type. What breaks a rule is complained about
/// with its line; refuseOthers() complains about every key that nobody asked for.
/// It must not outlive the table and the complaints.
class TomlTable final
{
public:
    TomlTable(const toml::table& table, QString path, TomlComplaints& complaints);

    [[nodiscard]] bool has(std::string_view key) const { return m_table->contains(key); }
    /// Complains when the key is absent.
    void require(std::string_view key);

    /// Absent keys give the fallback; so do those complained about.
    [[nodiscard]] QString text(std::string_view key, const QString& fallback = {});
    [[nodiscard]] QByteArray bytes(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key, bool fallback = false);
    [[nodiscard]] qint64 whole(std::string_view key, qint64 least, qint64 most, qint64 fallback);
    [[nodiscard]] double number(std::string_view key, double least, double most, double fallback);
    [[nodiscard]] QList<QByteArray> bytesList(std::string_view key);
    [[nodiscard]] QList<double> numberList(std::string_view key, double least, double most);
    [[nodiscard]] std::optional<TomlTable> table(std::string_view key);
    [[nodiscard]] QList<TomlTable> tables(std::string_view key);
    [[nodiscard]] QList<QString> keys() const;

    void complain(std::string_view key, const QString& what);
    void refuseOthers();

private:
    const toml::node* take(std::string_view key);
    [[nodiscard]] QString pathOf(std::string_view key) const;

    const toml::table* m_table;
    QString m_path;
    TomlComplaints* m_complaints;
    std::set<std::string, std::less<>> m_asked;
};

} // namespace Pacewatch
