#pragma once

#include "core/store/callfilter.h"
#include "ui/controls/filterbox.h"

#include <QTimer>
#include <QWidget>

class QGridLayout;

namespace Pacewatch {

class Button;
class CheckBox;
class FieldNote;
class Privacy;
class SegmentedControl;

/// What stands above a table of calls: the filter box, the quick choices with their counts,
/// folding, the columns and the export. It reads what is typed, and says what cannot be read.
class TrafficTools final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TrafficTools)

public:
    /// @p privacy outlives it: whom a call was for is not shown while it is on.
    TrafficTools(const Theme& theme, const Icons& icons, const Privacy& privacy,
                 QWidget* parent = nullptr);

    void setValues(FilterBox::Values values) { m_box->setValues(std::move(values)); }
    /// Replaces what is typed, and reads it, without a signal.
    void setTyped(const QString& typed);
    /// Empties the box and shows all, without filterChanged() and choiceChanged().
    void clear();
    /// What was typed, as far as it could be read last.
    [[nodiscard]] const CallFilter& filter() const { return m_filter; }
    [[nodiscard]] CallChoice choice() const;
    /// Without a signal.
    void setChoice(CallChoice choice);
    /// Those below zero are still being counted.
    void showCounts(const CallTally& counts);
    /// Takes the keyboard into the box.
    void open() { m_box->open(); }
    /// Offers folding, which is on or off.
    void offerFolding(bool isOn);
    /// Where a menu of the columns opens, in global coordinates.
    [[nodiscard]] QPoint menuPlace() const;

signals:
    /// A person changed what is in the box.
    void edited(const QString& typed);
    /// Another filter() holds: what was edited could be read, after a pause.
    void filterChanged();
    void choiceChanged();
    /// A person is done with the box.
    void done();
    void foldingChanged(bool isOn);
    void columnsWanted();
    void exportWanted();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void build();
    bool read(const QString& typed);
    void place();

    FilterBox* m_box;
    FieldNote* m_note; ///< names what cannot be read
    SegmentedControl* m_choice;
    CheckBox* m_fold;
    Button* m_columns;
    Button* m_export;
    QGridLayout* m_grid;
    QTimer m_typing; ///< from the last key to the filter
    CallFilter m_filter;
};

} // namespace Pacewatch
