#pragma once

#include <QByteArray>
#include <QList>

#include <algorithm>
#include <optional>

namespace Pacewatch::Http {

/// One header line, bytes as received: no trimming beyond the optional white space of the grammar.
struct Field
{
    QByteArray name;
    QByteArray value;

    friend bool operator==(const Field&, const Field&) = default;
};

/// The fields of a message in the order and case they were sent; duplicates are kept.
/// Names are found case-insensitively (RFC 9110, 5.1).
class Headers final
{
public:
    Headers() = default;
    Headers(std::initializer_list<Field> fields)
        : m_fields(fields)
    { }

    void append(QByteArray name, QByteArray value);
    /// Makes room for @p count fields, so that appending them moves none.
    void reserve(qsizetype count) { m_fields.reserve(count); }
    /// Replaces every field of that name by one, at the place of the first; appends otherwise.
    void set(const QByteArray& name, const QByteArray& value);
    /// Removes every field of that name; returns how many there were.
    qsizetype remove(QByteArrayView name);
    /// Removes every field that @p isUnwanted; nothing is copied when there is none.
    template<typename Ask>
    void removeIf(Ask isUnwanted)
    {
        if (std::any_of(m_fields.cbegin(), m_fields.cend(), isUnwanted)) {
            m_fields.removeIf(isUnwanted);
        }
    }

    [[nodiscard]] bool contains(QByteArrayView name) const;
    /// The value of the first field of that name; empty when there is none.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;
    [[nodiscard]] QList<QByteArray> values(QByteArrayView name) const;
    [[nodiscard]] qsizetype count(QByteArrayView name) const;

    [[nodiscard]] bool isEmpty() const { return m_fields.isEmpty(); }
    [[nodiscard]] qsizetype size() const { return m_fields.size(); }
    [[nodiscard]] auto begin() const { return m_fields.cbegin(); }
    [[nodiscard]] auto end() const { return m_fields.cend(); }
    [[nodiscard]] const QList<Field>& fields() const { return m_fields; }

    friend bool operator==(const Headers&, const Headers&) = default;

private:
    QList<Field> m_fields;
};

/// The start line and the fields of a request; target is byte for byte what the client sent.
struct RequestHead
{
    QByteArray method;
    QByteArray target;
    int minorVersion = 1; ///< HTTP/1.x
    Headers headers;

    friend bool operator==(const RequestHead&, const RequestHead&) = default;
};

/// The start line and the fields of a response.
struct ResponseHead
{
    int status = 0;
    QByteArray reason;
    int minorVersion = 1; ///< HTTP/1.x
    Headers headers;

    friend bool operator==(const ResponseHead&, const ResponseHead&) = default;
};

/// Whether two field names are the same, ASCII case ignored.
[[nodiscard]] bool sameName(QByteArrayView left, QByteArrayView right) noexcept;

} // namespace Pacewatch::Http
