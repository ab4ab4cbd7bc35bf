#include "core/quota/bodyglance.h"

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <vector>

namespace Pacewatch {

namespace {

/// What names and values must hold as plainWord() sees them: of a failure, of a count that is worth
/// a look (quotaobjects.cpp), or a status of its own.
constexpr std::array<QByteArrayView, 12> Words{"error", "fault", "fail",      "false",
                                               "used",  "usage", "remaining", "left",
                                               "count", "429",   "available", "consumed"};

int letterOf(char byte)
{
    const bool isLarge = byte >= 'A' && byte <= 'Z';
    return byte >= 'a' && byte <= 'z' ? byte - 'a'
        : isLarge                     ? byte - 'A'
        : byte >= '0' && byte <= '9'  ? byte - '0' + 26
                                      : -1;
}

/// Finds any of the words in one walk, whatever stands between their letters (Aho and Corasick,
/// 1975).
class WordWalk final
{
public:
    WordWalk()
        : m_next(1)
    {
        std::vector<Node> nodes(1);
        for (const QByteArrayView word : Words) {
            int at = 0;
            for (const char byte : word) {
                int& next = nodes[std::size_t(at)].next.at(std::size_t(letterOf(byte)));
                at = next;
                if (at == 0) {
                    next = at = static_cast<int>(nodes.size());
                    nodes.emplace_back();
                }
            }
            nodes[std::size_t(at)].isEnd = true;
        }
        link(nodes);
        tabulate(nodes);
    }

    [[nodiscard]] bool finds(QByteArrayView bytes) const
    {
        std::size_t at = 0;
        for (const char byte : bytes) {
            at = m_next[at][static_cast<unsigned char>(byte)];
            if (at == Found) {
                return true;
            }
        }
        return false;
    }

private:
    static constexpr std::size_t Letters = 36;
    static constexpr quint8 Found = 255;
    struct Node
    {
        std::array<int, Letters> next{};
        int shorter = 0; ///< where the longest end of what was walked stands
        bool isEnd = false;
    };

    static void link(std::vector<Node>& nodes)
    {
        std::vector<int> order{0};
        for (std::size_t each = 0; each < order.size(); ++each) {
            const int parent = order[each];
            for (std::size_t letter = 0; letter < Letters; ++letter) {
                const int shorter = nodes[std::size_t(parent)].shorter;
                const int other = parent == 0 ? 0 : nodes[std::size_t(shorter)].next.at(letter);
                int& next = nodes[std::size_t(parent)].next.at(letter);
                if (next == 0) {
                    next = other;
                    continue;
                }
                Node& child = nodes[std::size_t(next)];
                child.shorter = other;
                child.isEnd = child.isEnd || nodes[std::size_t(other)].isEnd;
                order.push_back(next);
            }
        }
    }

    void tabulate(const std::vector<Node>& nodes)
    {
        Q_ASSERT(nodes.size() < Found);
        m_next.resize(nodes.size());
        for (std::size_t node = 0; node < nodes.size(); ++node) {
            for (int byte = 0; byte < 256; ++byte) {
                const int letter = letterOf(static_cast<char>(byte));
                const auto next = letter < 0
                    ? node
                    : std::size_t(nodes[node].next.at(static_cast<std::size_t>(letter)));
                m_next[node].at(std::size_t(byte)) = byte == '\\' || nodes[next].isEnd
                    ? Found // behind a backslash may stand any letter
                    : static_cast<quint8>(next);
            }
        }
    }

    std::vector<std::array<quint8, 256>> m_next; ///< by node and byte
};

} // namespace

bool mayTellOfLimits(QByteArrayView body)
{
    static const WordWalk Walk;
    // Two letters beyond ASCII have small ones within it: "İ" and the sign for kelvin.
    return Walk.finds(body) || body.contains("\xc4\xb0") || body.contains("\xe2\x84\xaa");
}

} // namespace Pacewatch
