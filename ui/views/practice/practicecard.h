#pragma once

#include "core/emulator/drawing.h"
#include "ui/icons.h"

#include <QAbstractButton>
#include <QList>

namespace Pacewatch {

/// One scenario: its name, what it shows, and a small drawing of its pattern. Pressing it plays the
/// scenario, or stops it while it plays.
class PracticeCard final : public QAbstractButton
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PracticeCard)

public:
    PracticeCard(const Theme& theme, const Icons& icons, const Scenario& scenario,
                 const QList<DrawnStep>& drawing, QWidget* parent = nullptr);

    void setPlaying(bool isPlaying);
    [[nodiscard]] const QString& scenarioId() const { return m_id; }
    [[nodiscard]] QSize sizeHint() const override { return {256, 121}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {170, 121}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void paintDrawing(QPainter& painter, const QRectF& box) const;

    const Theme& m_theme;
    const Icons& m_icons;
    QString m_id;
    QString m_name;
    QString m_sentence;
    QList<DrawnStep> m_drawing;
    bool m_isPlaying = false;
};

} // namespace Pacewatch
