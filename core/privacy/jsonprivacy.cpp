#include "core/privacy/jsonprivacy.h"

#include "core/privacy/privatefields.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QList>
#include <QString>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace Pacewatch {

namespace {

constexpr int DeepestInside = 3; ///< JSON in a string in a string
constexpr qsizetype DeepestKept = 200; ///< names of objects around

QByteArray unescaped(QByteArrayView quoted)
{
    if (!quoted.contains('\\')) {
        return quoted.toByteArray();
    }
    const QByteArray text = "[\"" + quoted.toByteArray() + "\"]";
    const QJsonDocument document = QJsonDocument::fromJson(text);
    return document.isArray() ? document.array().at(0).toString().toUtf8() : quoted.toByteArray();
}

QByteArray escaped(const QByteArray& plain)
{
    const QByteArray text
        = QJsonDocument(QJsonArray{QString::fromUtf8(plain)}).toJson(QJsonDocument::Compact);
    return text.mid(2, text.size() - 4);
}

bool isNumberLetter(char letter)
{
    return (letter >= '0' && letter <= '9') || letter == '-' || letter == '+' || letter == '.'
        || letter == 'e' || letter == 'E';
}

bool isNumberStart(char letter)
{
    return letter == '-' || (letter >= '0' && letter <= '9');
}

bool isMark(char letter)
{
    return letter == '{' || letter == '[' || letter == '}' || letter == ']' || letter == ',';
}

/// Letters that mean something outside a string; looked up for each byte of each body.
constexpr std::array<bool, 256> Telling = [] {
    std::array<bool, 256> telling{};
    for (const char letter : std::string_view("\"-0123456789{[}],")) {
        telling.at(static_cast<unsigned char>(letter)) = true;
    }
    return telling;
}();

/// Goes through the text once and copies it.
class Walk final
{
public:
    Walk(QByteArrayView text, const PrivateJsonValue& replace, int depth)
        : m_text(text)
        , m_replace(replace)
        , m_depth(depth)
    { }

    QByteArray run()
    {
        while (m_at < m_text.size() && !m_isCut) {
            const char letter = m_text[m_at];
            if (letter == '"') {
                takeString();
            } else if (isNumberStart(letter)) {
                takeNumber();
            } else if (isMark(letter)) {
                takeMark(letter);
            } else {
                takeRest();
            }
        }
        return m_result;
    }

private:
    /// The name a container stands under; what stands in an array stands under the array's.
    struct Container
    {
        QByteArray name;
        bool isArray = false;
    };

    /// What means nothing here, as far as it goes: blanks, true, null, a body that is no JSON.
    void takeRest()
    {
        const auto from = m_text.begin() + m_at;
        const auto to = std::find_if(from, m_text.end(), [](char letter) {
            return Telling[static_cast<unsigned char>(letter)];
        });
        m_result.append(QByteArrayView(from, to));
        m_at += to - from;
    }

    void takeMark(char letter)
    {
        if (letter == '{' || letter == '[') {
            if (m_around.size() < DeepestKept) {
                m_around.append({name(), letter == '['});
            } else {
                ++m_deeper;
            }
            m_name.clear();
        } else if (letter == '}' || letter == ']') {
            if (m_deeper > 0) {
                --m_deeper;
            } else if (!m_around.isEmpty()) {
                m_around.removeLast();
            }
            m_name.clear();
        } else if (letter == ',') {
            m_name.clear();
        }
        m_result += letter;
        ++m_at;
    }

    [[nodiscard]] QByteArray name() const
    {
        return !m_around.isEmpty() && m_around.last().isArray ? m_around.last().name : m_name;
    }

    void takeString()
    {
        const qsizetype begin = m_at + 1;
        qsizetype end = begin;
        while (end < m_text.size() && m_text[end] != '"') {
            end += m_text[end] == '\\' ? 2 : 1;
        }
        if (end >= m_text.size()) {
            m_isCut = true; // half a value may be half a secret
            return;
        }
        const QByteArrayView quoted = m_text.sliced(begin, end - begin);
        m_at = end + 1;
        qsizetype next = m_at;
        while (next < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[next]))) {
            ++next;
        }
        const QByteArray plain = unescaped(quoted);
        if (next < m_text.size() && m_text[next] == ':') {
            m_name = plain;
            // Names may be private too: {"+34600123456": "delivered"}.
            put(quoted, plain, m_replace(std::nullopt, plain));
            return;
        }
        put(quoted, plain, replaced(plain));
    }

    QByteArray replaced(const QByteArray& plain)
    {
        const QByteArray begin = plain.left(64).trimmed();
        if ((begin.startsWith('{') || begin.startsWith('[')) && m_depth < DeepestInside) {
            return Walk(plain, m_replace, m_depth + 1).run();
        }
        return m_replace(kind(), plain);
    }

    void put(QByteArrayView quoted, const QByteArray& plain, const QByteArray& instead)
    {
        m_result += '"';
        if (instead == plain) {
            m_result += quoted;
        } else {
            m_result += escaped(instead);
        }
        m_result += '"';
    }

    void takeNumber()
    {
        qsizetype end = m_at;
        while (end < m_text.size() && isNumberLetter(m_text[end])) {
            ++end;
        }
        const QByteArray number = m_text.sliced(m_at, end - m_at).toByteArray();
        if (end == m_text.size() && !m_around.isEmpty()) {
            m_isCut = true;
            return;
        }
        m_at = end;
        const QByteArray instead = m_replace(kind(), number);
        // A stand-in is text, and the text stays valid JSON.
        m_result += instead == number ? number : '"' + escaped(instead) + '"';
    }

    [[nodiscard]] std::optional<PrivateKind> kind() const
    {
        const qsizetype levels = m_around.size();
        if (levels > 0 && m_around.last().isArray) {
            return privateKindOf(m_around.last().name,
                                 levels > 1 ? m_around.at(levels - 2).name : QByteArray());
        }
        return privateKindOf(m_name, levels > 0 ? m_around.last().name : QByteArray());
    }

    QByteArrayView m_text;
    const PrivateJsonValue& m_replace;
    int m_depth;
    QByteArray m_result;
    QByteArray m_name;
    QList<Container> m_around;
    qsizetype m_deeper = 0; ///< levels beyond those kept
    qsizetype m_at = 0;
    bool m_isCut = false;
};

} // namespace

QByteArray withPrivateJsonReplaced(QByteArrayView text, const PrivateJsonValue& replace)
{
    return Walk(text, replace, 0).run();
}

} // namespace Pacewatch
