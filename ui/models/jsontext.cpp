#include "ui/models/jsontext.h"

#include <QJsonDocument>

namespace Pacewatch {

namespace {

/// Deeper than this nobody reads, and the indents alone would fill the screen.
constexpr int DeepestIndent = 40;

class Printer final
{
public:
    /// @p json is known to be well-formed.
    explicit Printer(const QString& json)
        : m_json(json)
    { }

    QString print()
    {
        for (qsizetype at = 0; at < m_json.size(); ++at) {
            const QChar each = m_json.at(at);
            if (m_isString) {
                m_text += each;
                if (each == u'\\' && at + 1 < m_json.size()) {
                    m_text += m_json.at(++at);
                } else if (each == u'"') {
                    m_isString = false;
                }
            } else if (!each.isSpace()) {
                putMark(each, nextMark(at + 1));
            }
        }
        return m_text;
    }

private:
    QChar nextMark(qsizetype from) const
    {
        while (from < m_json.size() && m_json.at(from).isSpace()) {
            ++from;
        }
        return from < m_json.size() ? m_json.at(from) : QChar();
    }

    void putMark(QChar mark, QChar next)
    {
        const bool closes = mark == u'}' || mark == u']';
        if (closes) {
            --m_depth;
            if (!m_isEmpty) {
                breakLine();
            }
        }
        m_text += mark;
        m_isEmpty = false;
        if (mark == u'"') {
            m_isString = true;
        } else if (mark == u'{' || mark == u'[') {
            ++m_depth;
            m_isEmpty = next == (mark == u'{' ? u'}' : u']');
            if (!m_isEmpty) {
                breakLine();
            }
        } else if (mark == u',') {
            breakLine();
        } else if (mark == u':') {
            m_text += u' ';
        }
    }

    void breakLine()
    {
        m_text += u'\n';
        m_text += QString(2 * std::min(m_depth, DeepestIndent), u' ');
    }

    const QString& m_json;
    QString m_text;
    int m_depth = 0;
    bool m_isString = false;
    bool m_isEmpty = false;
};

} // namespace

QString readableBody(const QByteArray& body)
{
    const QString text = QString::fromUtf8(body);
    if (QJsonDocument::fromJson(body).isNull()) {
        return text;
    }
    return Printer(text).print();
}

} // namespace Pacewatch
