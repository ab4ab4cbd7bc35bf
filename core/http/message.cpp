#include "core/http/message.h"

#include <algorithm>
#include <utility>

namespace Pacewatch::Http {

bool sameName(QByteArrayView left, QByteArrayView right) noexcept
{
    return left.size() == right.size() && left.compare(right, Qt::CaseInsensitive) == 0;
}

void Headers::append(QByteArray name, QByteArray value)
{
    m_fields.append({std::move(name), std::move(value)});
}

void Headers::set(const QByteArray& name, const QByteArray& value)
{
    const auto first = std::find_if(m_fields.begin(), m_fields.end(),
                                    [&](const Field& field) { return sameName(field.name, name); });
    if (first == m_fields.end()) {
        append(name, value);
        return;
    }
    first->value = value;
    m_fields.erase(std::remove_if(std::next(first), m_fields.end(),
                                  [&](const Field& field) { return sameName(field.name, name); }),
                   m_fields.end());
}

qsizetype Headers::remove(QByteArrayView name)
{
    const qsizetype before = m_fields.size();
    removeIf([&](const Field& field) { return sameName(field.name, name); });
    return before - m_fields.size();
}

bool Headers::contains(QByteArrayView name) const
{
    return count(name) > 0;
}

QByteArray Headers::value(QByteArrayView name) const
{
    for (const Field& field : m_fields) {
        if (sameName(field.name, name)) {
            return field.value;
        }
    }
    return {};
}

QList<QByteArray> Headers::values(QByteArrayView name) const
{
    QList<QByteArray> found;
    for (const Field& field : m_fields) {
        if (sameName(field.name, name)) {
            found.append(field.value);
        }
    }
    return found;
}

qsizetype Headers::count(QByteArrayView name) const
{
    return std::count_if(m_fields.begin(), m_fields.end(),
                         [&](const Field& field) { return sameName(field.name, name); });
}

} // namespace Pacewatch::Http
