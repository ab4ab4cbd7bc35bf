#pragma once

#include "ui/privacy.h"

#include <QAbstractItemModel>
#include <QByteArray>
#include <QString>

#include <vector>

namespace Pacewatch {

/// A JSON text as a tree of names and values, in the order and the spelling of its sender. Texts
/// are foreign: plain, and masked while the privacy mode is on. Window thread.
class JsonTree final : public QAbstractItemModel
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JsonTree)

public:
    enum Column
    {
        NameColumn,
        ValueColumn,
        ColumnCount
    };

    /// @p privacy outlives it.
    explicit JsonTree(const Privacy& privacy, QObject* parent = nullptr);

    /// False, and empty, when @p json is not well-formed or deeper than 1,024 levels.
    bool read(const QByteArray& json);

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    struct Node
    {
        std::size_t parent = 0;
        int row = 0;
        QString name{}; ///< empty in a list
        QString value{}; ///< empty for a list or an object
        bool isList = false;
        bool isObject = false;
        std::vector<std::size_t> children{};
    };

    std::size_t add(std::size_t parent, QString& name, const Node& node);
    void parse(const QString& json);
    [[nodiscard]] std::size_t nodeAt(const QModelIndex& index) const;

    const Privacy& m_privacy;
    std::vector<Node> m_nodes; ///< the first one holds the whole text
};

} // namespace Pacewatch
