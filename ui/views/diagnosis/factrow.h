#pragma once

#include "ui/theme.h"
#include "ui/wording/findings.h"

#include <QWidget>

namespace Pacewatch {

/// Up to three numbers beside each other, each with a line or two of what it is.
class FactRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FactRow)

public:
    explicit FactRow(const Theme& theme, QWidget* parent = nullptr);

    void showFacts(const QList<Wording::FactText>& facts);
    [[nodiscard]] const QList<Wording::FactText>& facts() const { return m_facts; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QList<Wording::FactText> m_facts;
};

} // namespace Pacewatch
