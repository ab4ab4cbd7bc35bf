#pragma once

#include "core/diagnosis/diagnosis.h"
#include "ui/icons.h"

#include <QWidget>

class QMenu;

namespace Pacewatch {

class Button;

/// The answer of the diagnosis in one sentence, and all refusals of the range as one bar: divided
/// by cause, bracketed by who is responsible. Without refusals the bar is left out.
class DiagnosisSummary final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiagnosisSummary)

public:
    DiagnosisSummary(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void showDiagnosis(const Diagnosis& diagnosis);
    /// Before there is an answer: @p text in its place.
    void showNothing(const QString& text);
    [[nodiscard]] QSize sizeHint() const override;

signals:
    /// A part of the bar was clicked.
    void findingChosen(FindingKind kind);
    /// The menu of ranges is about to open; whoever listens fills it.
    void rangeMenuWanted(QMenu& menu);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

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
    QString m_instead; ///< of the answer
    Button* m_range;
};

} // namespace Pacewatch
