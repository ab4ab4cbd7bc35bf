#pragma once

#include "core/diagnosis/diagnosis.h"
#include "ui/theme.h"

#include <QWidget>

namespace Pacewatch {

/// The answer of the diagnosis in one sentence, and all refusals of the range as one bar: divided
/// by cause, bracketed by who is responsible. Without refusals the bar is left out.
class DiagnosisSummary final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiagnosisSummary)

public:
    explicit DiagnosisSummary(const Theme& theme, QWidget* parent = nullptr);

    void showDiagnosis(const Diagnosis& diagnosis);
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// A part of the bar was clicked.
    void findingChosen(FindingKind kind);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Piece
    {
        QRectF area;
        CausePart part;
    };

    [[nodiscard]] QList<Piece> pieces() const;
    [[nodiscard]] const CausePart* partAt(const QList<Piece>& all, QPointF place) const;
    void paintBar(QPainter& painter, const QList<Piece>& all) const;
    void paintBrackets(QPainter& painter, const QList<Piece>& all) const;
    void paintLabels(QPainter& painter, const QList<Piece>& all) const;
    void paintPair(QPainter& painter, QRectF box, const QString& strong, const QString& plain,
                   bool strongFirst) const;
    [[nodiscard]] double pairWidth(const QString& strong, const QString& plain) const;

    const Theme& m_theme;
    Diagnosis m_diagnosis;
};

} // namespace Pacewatch
