#pragma once

#include "ui/theme.h"

#include <QWidget>

namespace Pacewatch {

/// Refusals before and after a change, as two bars on one scale.
class ChangeBars final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ChangeBars)

public:
    explicit ChangeBars(const Theme& theme, QWidget* parent = nullptr);

    void showCounts(qint64 before, qint64 after);
    [[nodiscard]] QSize sizeHint() const override { return {300, 46}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    qint64 m_before = 0;
    qint64 m_after = 0;
};

} // namespace Pacewatch
