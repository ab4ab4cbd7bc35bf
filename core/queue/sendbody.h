#pragma once

#include <QByteArray>
#include <QExplicitlySharedDataPointer>
#include <QSharedData>

#include <concepts>

namespace Pacewatch {

/// The body of a send. Those of one list are mostly alike, so a hundred thousand of them may share
/// one text, each with what is its own in it. A value; copies share everything.
class SendBody final
{
public:
    SendBody() = default;
    template<typename Text>
    requires(std::convertible_to<Text, QByteArray> && !std::same_as<Text, SendBody>)
        SendBody(const Text& text) // a body is its bytes
        : SendBody(QByteArray(text), {})
    { }
    /// The same, but takes from @p alike what both begin and end with, if that is worth it.
    SendBody(const QByteArray& bytes, const SendBody& alike);

    [[nodiscard]] qsizetype size() const;
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    /// The whole of it, put together anew.
    [[nodiscard]] QByteArray bytes() const;
    /// Whether both take their beginning and their end from one text.
    [[nodiscard]] bool sharesTextWith(const SendBody& other) const;

    friend bool operator==(const SendBody& left, const SendBody& right);

private:
    struct Parts : QSharedData
    {
        QByteArray text; ///< shared by many
        qsizetype head = 0; ///< so much of its beginning
        qsizetype tail = 0; ///< and of its end
        QByteArray own; ///< between the two
    };

    QExplicitlySharedDataPointer<Parts> m_parts; ///< null when it is empty
};

} // namespace Pacewatch
