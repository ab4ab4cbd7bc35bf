#pragma once

#include "ui/icons.h"
#include "ui/models/history.h"

#include <QAbstractListModel>
#include <QListView>
#include <QWidget>

#include <optional>

namespace Pacewatch {

class Card;
class TextLabel;

/// The entries of "What happened", newest first.
class HappeningModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        TimeRole = Qt::UserRole,
        DetailRole,
        ToneRole,
        MomentRole,
        SerialRole,
    };

    using QAbstractListModel::QAbstractListModel;

    /// Brings the rows in line with @p entries by inserting above, changing and removing below.
    void show(const QList<HappeningEntry>& entries, const QList<WindowState>& windows);
    /// Starts over with another connection.
    void clear();

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<HappeningEntry> m_entries;
    QList<WindowState> m_windows;
};

/// What happened, as a card. Hovering or choosing an entry names its moment; a new entry flashes
/// once.
class HappeningList final : public QWidget
{
    Q_OBJECT

public:
    HappeningList(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void showHistory(const History& history, const QList<WindowState>& windows);
    void clear();

    [[nodiscard]] HappeningModel* model() const { return m_model; }
    [[nodiscard]] QListView* view() const { return m_view; }

signals:
    void momentChosen(WallTime moment);
    /// The pointer is over an entry; nothing when it left.
    void momentHovered(std::optional<WallTime> moment);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class Delegate;

    Card* m_card;
    HappeningModel* m_model;
    QListView* m_view;
    TextLabel* m_empty;
    quint64 m_shownRevision = 0;
    bool m_isFresh = true;
};

} // namespace Pacewatch
