#pragma once

#include <QComboBox>
#include <QWheelEvent>

namespace Pacewatch {

/// A choice in a row of a table: a wheel that scrolls the table does not change what it passes
/// over.
class FieldChoice : public QComboBox
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FieldChoice)

public:
    explicit FieldChoice(const QString& name, QWidget* parent = nullptr);

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
};

} // namespace Pacewatch
