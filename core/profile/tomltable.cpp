#include "core/profile/tomltable.h"

#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

QString toText(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

std::optional<double> numberOf(const toml::node& node)
{
    return node.is_number() ? node.value<double>() : std::nullopt;
}

} // namespace

TomlComplaints::TomlComplaints(QString fileName)
    : m_fileName(std::move(fileName))
{ }

void TomlComplaints::add(toml::source_index line, const QString& what)
{
    if (m_first) {
        return;
    }
    const QString place = line > 0 ? m_fileName % u':' % QString::number(line) : m_fileName;
    m_first = Error{ErrorCode::Invalid, place % u": " % what};
}

TomlTable::TomlTable(const toml::table& table, QString path, TomlComplaints& complaints)
    : m_table(&table)
    , m_path(std::move(path))
    , m_complaints(&complaints)
{ }

QString TomlTable::pathOf(std::string_view key) const
{
    return m_path.isEmpty() ? toText(key) : QString(m_path % u'.' % toText(key));
}

void TomlTable::complain(std::string_view key, const QString& what)
{
    const toml::node* node = m_table->get(key);
    const toml::source_index line = (node != nullptr ? *node : *m_table).source().begin.line;
    m_complaints->add(line, pathOf(key) % u' ' % what);
}

const toml::node* TomlTable::take(std::string_view key)
{
    m_asked.emplace(key);
    return m_table->get(key);
}

void TomlTable::require(std::string_view key)
{
    if (!has(key)) {
        complain(key, u"is missing"_s);
    }
}

QString TomlTable::text(std::string_view key, const QString& fallback)
{
    const toml::node* node = take(key);
    if (node == nullptr) {
        return fallback;
    }
    if (!node->is_string()) {
        complain(key, u"must be text"_s);
        return fallback;
    }
    return toText(node->as_string()->get());
}

QByteArray TomlTable::bytes(std::string_view key)
{
    return text(key).toUtf8();
}

bool TomlTable::flag(std::string_view key, bool fallback)
{
    const toml::node* node = take(key);
    if (node == nullptr) {
        return fallback;
    }
    if (!node->is_boolean()) {
        complain(key, u"must be true or false"_s);
        return fallback;
    }
    return node->as_boolean()->get();
}

qint64 TomlTable::whole(std::string_view key, qint64 least, qint64 most, qint64 fallback)
{
    const toml::node* node = take(key);
    if (node == nullptr) {
        return fallback;
    }
    if (!node->is_integer()) {
        complain(key, u"must be a whole number"_s);
        return fallback;
    }
    const qint64 value = node->as_integer()->get();
    if (value < least || value > most) {
        complain(key,
                 value < least ? QString(u"must be at least "_s % QString::number(least))
                               : QString(u"must be at most "_s % QString::number(most)));
        return fallback;
    }
    return value;
}

double TomlTable::number(std::string_view key, double least, double most, double fallback)
{
    const toml::node* node = take(key);
    if (node == nullptr) {
        return fallback;
    }
    const std::optional<double> value = numberOf(*node);
    if (!value) {
        complain(key, u"must be a number"_s);
        return fallback;
    }
    // Written so that "nan" fails too.
    if (!(*value >= least && *value <= most)) {
        complain(key, u"must be between %1 and %2"_s.arg(least).arg(most));
        return fallback;
    }
    return *value;
}

QList<QByteArray> TomlTable::bytesList(std::string_view key)
{
    QList<QByteArray> values;
    const toml::node* node = take(key);
    if (node == nullptr) {
        return values;
    }
    if (!node->is_array() || (!node->as_array()->empty() && !node->is_homogeneous<std::string>())) {
        complain(key, u"must be a list of texts"_s);
        return values;
    }
    for (const toml::node& item : *node->as_array()) {
        values.append(toText(item.as_string()->get()).toUtf8());
    }
    return values;
}

QList<double> TomlTable::numberList(std::string_view key, double least, double most)
{
    QList<double> values;
    const toml::node* node = take(key);
    if (node == nullptr) {
        return values;
    }
    if (!node->is_array()) {
        complain(key, u"must be a list of numbers"_s);
        return values;
    }
    for (const toml::node& item : *node->as_array()) {
        const std::optional<double> value = numberOf(item);
        if (!value || !(*value >= least && *value <= most)) {
            complain(key, u"must hold numbers between %1 and %2"_s.arg(least).arg(most));
            return {};
        }
        values.append(*value);
    }
    return values;
}

std::optional<TomlTable> TomlTable::table(std::string_view key)
{
    const toml::node* node = take(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    if (!node->is_table()) {
        complain(key, u"must be a table"_s);
        return std::nullopt;
    }
    return TomlTable(*node->as_table(), pathOf(key), *m_complaints);
}

QList<TomlTable> TomlTable::tables(std::string_view key)
{
    QList<TomlTable> found;
    const toml::node* node = take(key);
    if (node == nullptr) {
        return found;
    }
    if (!node->is_array_of_tables()) {
        complain(key, u"must be a list of tables"_s);
        return found;
    }
    for (const toml::node& item : *node->as_array()) {
        const QString path = pathOf(key) % u'[' % QString::number(found.size()) % u']';
        found.append(TomlTable(*item.as_table(), path, *m_complaints));
    }
    return found;
}

QList<QString> TomlTable::keys() const
{
    QList<QString> names;
    for (const auto& [key, node] : *m_table) {
        names.append(toText(key.str()));
    }
    return names;
}

void TomlTable::refuseOthers()
{
    for (const auto& [key, node] : *m_table) {
        if (!m_asked.contains(key.str())) {
            m_complaints->add(key.source().begin.line, pathOf(key.str()) % u" is not known");
        }
    }
}

} // namespace Pacewatch
