#pragma once

#include "ui/theme.h"

#include <QAbstractButton>

namespace Pacewatch {

/// A switch that acts at once, 28 by 16 in a target of at least 28 by 28. Give it an accessible
/// name.
class Switch final : public QAbstractButton
{
    Q_OBJECT

public:
    explicit Switch(const Theme& theme, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
};

} // namespace Pacewatch
