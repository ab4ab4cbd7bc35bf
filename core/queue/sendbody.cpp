#include "core/queue/sendbody.h"

#include <algorithm>
#include <iterator>

namespace Pacewatch {

namespace {

/// Sharing less than that saves nothing over a text of one's own.
constexpr qsizetype WorthSharing = 32;

} // namespace

SendBody::SendBody(const QByteArray& bytes, const SendBody& alike)
{
    if (bytes.isEmpty()) {
        return;
    }
    m_parts = new Parts;
    if (alike.m_parts) {
        const QByteArray& text = alike.m_parts->text;
        const auto differs = std::mismatch(bytes.begin(), bytes.end(), text.begin(), text.end());
        const qsizetype head = std::distance(bytes.begin(), differs.first);
        // What the beginning took cannot be the end as well.
        const qsizetype most = std::min(bytes.size(), text.size()) - head;
        const auto differsBack = std::mismatch(bytes.rbegin(), std::next(bytes.rbegin(), most),
                                               text.rbegin(), text.rend());
        const qsizetype tail = std::distance(bytes.rbegin(), differsBack.first);
        if (head + tail >= WorthSharing) {
            m_parts->text = text;
            m_parts->head = head;
            m_parts->tail = tail;
            m_parts->own = bytes.mid(head, bytes.size() - head - tail);
            if (*this == alike) {
                m_parts = alike.m_parts;
            }
            return;
        }
    }
    m_parts->text = bytes;
    m_parts->head = bytes.size();
}

qsizetype SendBody::size() const
{
    return m_parts ? m_parts->head + m_parts->own.size() + m_parts->tail : 0;
}

QByteArray SendBody::bytes() const
{
    if (!m_parts) {
        return {};
    }
    if (m_parts->head == m_parts->text.size()) {
        return m_parts->own.isEmpty() ? m_parts->text : QByteArray(m_parts->text + m_parts->own);
    }
    QByteArray whole;
    whole.reserve(size());
    whole += m_parts->text.first(m_parts->head);
    whole += m_parts->own;
    whole += m_parts->text.last(m_parts->tail);
    return whole;
}

bool SendBody::sharesTextWith(const SendBody& other) const
{
    return m_parts && other.m_parts && m_parts->text.constData() == other.m_parts->text.constData();
}

bool operator==(const SendBody& left, const SendBody& right)
{
    if (left.m_parts == right.m_parts || left.size() != right.size()) {
        return left.m_parts == right.m_parts;
    }
    const bool isAlike = left.sharesTextWith(right) && left.m_parts->head == right.m_parts->head
        && left.m_parts->tail == right.m_parts->tail;
    return isAlike ? left.m_parts->own == right.m_parts->own : left.bytes() == right.bytes();
}

} // namespace Pacewatch
