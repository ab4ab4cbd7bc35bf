#include "ui/models/jsontree.h"

#include "ui/wording/calls.h"

#include <QJsonDocument>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The first place behind the string that begins at @p from.
qsizetype behindString(const QString& json, qsizetype from)
{
    for (qsizetype at = from + 1; at < json.size(); ++at) {
        if (json.at(at) == u'\\') {
            ++at;
        } else if (json.at(at) == u'"') {
            return at + 1;
        }
    }
    return json.size();
}

qsizetype behindWord(const QString& json, qsizetype from)
{
    constexpr QStringView Ends = u",]} \t\r\n";
    while (from < json.size() && !Ends.contains(json.at(from))) {
        ++from;
    }
    return from;
}

} // namespace

JsonTree::JsonTree(const Privacy& privacy, QObject* parent)
    : QAbstractItemModel(parent)
    , m_privacy(privacy)
    , m_nodes(1)
{
    connect(&privacy, &Privacy::changed, this, [this] { emit layoutChanged(); });
}

bool JsonTree::read(const QByteArray& json)
{
    // Qt's parser says whether it is JSON; its own values lose the order and the digits.
    const bool isJson = !QJsonDocument::fromJson(json).isNull();
    beginResetModel();
    m_nodes.assign(1, {});
    if (isJson) {
        parse(QString::fromUtf8(json));
    }
    endResetModel();
    return isJson;
}

std::size_t JsonTree::add(std::size_t parent, QString& name, const Node& node)
{
    const std::size_t id = m_nodes.size();
    m_nodes.push_back(node);
    m_nodes[id].parent = parent;
    m_nodes[id].row = int(m_nodes[parent].children.size());
    m_nodes[id].name = std::exchange(name, {});
    m_nodes[parent].children.push_back(id);
    return id;
}

void JsonTree::parse(const QString& json)
{
    std::size_t holder = 0;
    QString name;
    bool hasName = false;
    qsizetype at = 0;
    while (at < json.size()) {
        const QChar mark = json.at(at);
        if (mark == u'{' || mark == u'[') {
            holder = add(holder, name, {.isList = mark == u'[', .isObject = mark == u'{'});
            hasName = false;
            ++at;
        } else if (mark == u'}' || mark == u']') {
            holder = m_nodes[holder].parent;
            ++at;
        } else if (mark == u',' || mark == u':' || mark.isSpace()) {
            ++at;
        } else {
            const qsizetype end = mark == u'"' ? behindString(json, at) : behindWord(json, at);
            const QString word = json.mid(at, end - at);
            if (m_nodes[holder].isObject && !hasName) {
                name = word.mid(1, word.size() - 2);
                hasName = true;
            } else {
                add(holder, name, {.value = word});
                hasName = false;
            }
            at = end;
        }
    }
}

std::size_t JsonTree::nodeAt(const QModelIndex& index) const
{
    return index.isValid() ? std::size_t(index.internalId()) : 0;
}

QModelIndex JsonTree::index(int row, int column, const QModelIndex& parent) const
{
    const auto& children = m_nodes[nodeAt(parent)].children;
    const bool isThere = row >= 0 && std::size_t(row) < children.size() && column >= 0
        && column < ColumnCount && parent.column() <= 0;
    return isThere ? createIndex(row, column, quintptr(children[std::size_t(row)])) : QModelIndex();
}

QModelIndex JsonTree::parent(const QModelIndex& child) const
{
    const std::size_t holder = child.isValid() ? m_nodes[nodeAt(child)].parent : 0;
    return holder == 0 ? QModelIndex() : createIndex(m_nodes[holder].row, 0, quintptr(holder));
}

int JsonTree::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : int(m_nodes[nodeAt(parent)].children.size());
}

int JsonTree::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant JsonTree::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole) {
        return {};
    }
    const Node& node = m_nodes[nodeAt(index)];
    if (index.column() == NameColumn) {
        return m_nodes[node.parent].isList ? QString::number(node.row) : node.name;
    }
    if (node.isList || node.isObject) {
        const auto size = qint64(node.children.size());
        return node.isList ? Wording::listOf(size) : Wording::objectOf(size);
    }
    return m_privacy.shownBody(node.value);
}

} // namespace Pacewatch
