#pragma once

#include "ui/theme.h"

#include <QWidget>

namespace Pacewatch {

/// The keys of a shortcut in a small frame: `Ctrl K`.
class KeyHint final : public QWidget
{
    Q_OBJECT

public:
    KeyHint(const Theme& theme, const QString& keys, QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QString m_keys;
};

} // namespace Pacewatch
