#pragma once

#include "core/profile/profile.h"
#include "ui/icons.h"

#include <QDialog>

class QGridLayout;

namespace Pacewatch {

class SegmentedControl;
class SpinField;

/// Chooses the edition of the documentation and overrides single limits of a connection.
class LimitsDialog final : public QDialog
{
    Q_OBJECT

public:
    /// @p editions: the profile and its sibling; @p current is the index of the one in use.
    /// @p overrides are the limits set so far.
    LimitsDialog(const Theme& theme, const Icons& icons, const QList<Profile>& editions,
                 int current, const QList<Policy>& overrides, QWidget* parent = nullptr);

    [[nodiscard]] int edition() const { return m_edition; }
    /// Only those that differ from the profile.
    [[nodiscard]] QList<Policy> overrides() const;

private:
    void showEdition(int index, const QList<Policy>& overrides);

    const Theme& m_theme;
    const Icons& m_icons;
    QList<Profile> m_editions;
    int m_edition;
    SegmentedControl* m_choice;
    QWidget* m_rows = nullptr;
    QList<Policy> m_policies;
    QList<SpinField*> m_fields;
};

} // namespace Pacewatch
