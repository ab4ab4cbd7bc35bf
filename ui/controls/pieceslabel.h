#pragma once

#include "ui/theme.h"
#include "ui/wording/traffic.h"

#include <QList>
#include <QWidget>

class QTextLayout;

namespace Pacewatch {

/// A paragraph that wraps, some parts of it standing out. Foreign text in it stays plain.
class PiecesLabel final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PiecesLabel)

public:
    explicit PiecesLabel(const Theme& theme, QWidget* parent = nullptr);

    void setPieces(const QList<Wording::Piece>& pieces);
    [[nodiscard]] QString text() const;

    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    int lay(QTextLayout& layout, int width) const;

    const Theme& m_theme;
    QList<Wording::Piece> m_pieces;
};

} // namespace Pacewatch
