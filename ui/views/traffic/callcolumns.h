#pragma once

#include "core/store/callfilter.h"

#include <QObject>
#include <QString>

class QMenu;
class QTableView;

namespace Pacewatch {

class Theme;

/// The columns of a table of calls, whose model has those of ExchangeModel: how the table looks,
/// and which of them are shown, where and how wide, remembered for each profile. A child of its
/// table.
class CallColumns final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(CallColumns)

public:
    CallColumns(QTableView& table, const Theme& theme);

    /// Stores the columns under the name of the layout in use, and takes up those of another one.
    void use(const QString& name);
    [[nodiscard]] QString name() const { return m_name; }
    void keep() const;
    /// Stores them and uses none, for a table that gets another model.
    void leave();
    void fillMenu(QMenu& menu);
    /// Who answers what the rows are sorted by.
    enum class Sorting
    {
        Nobody,
        File, ///< orderChosen(); not every column
        Model, ///< sortChosen()
    };
    /// A click on a header sorts by it, a second one the other way round, a third one not at all.
    void offerSorting(Sorting sorting);
    /// No column says that the rows are sorted by it.
    void clearIndicator();
    /// The selected rows to the clipboard, one a line, their visible cells between tabs.
    void copyRows() const;

signals:
    /// A person chose an order.
    void orderChosen(const Pacewatch::CallOrder& order);
    /// The same as a column; -1 for none.
    void sortChosen(int column, Qt::SortOrder order);

private:
    void takeIndicator(int column, Qt::SortOrder order);
    void dress(const Theme& theme);

    QTableView& m_table;
    QString m_name;
    Sorting m_sorting = Sorting::Nobody;
};

} // namespace Pacewatch
