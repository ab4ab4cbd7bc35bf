#pragma once

#include "ui/theme.h"

#include <QTimer>
#include <QWidget>

#include <chrono>

namespace Pacewatch {

class Button;
class TextLabel;

/// How far a diagnosis is, for as long as it takes more time than nobody notices, with a way to
/// stop it; once stopped, a way to look again.
class LookingRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LookingRow)

public:
    explicit LookingRow(const Theme& theme, QWidget* parent = nullptr);

    /// How long it is not shown; 400 ms unless set.
    void setPatience(std::chrono::milliseconds patience);
    void begin();
    void tell(qint64 done, qint64 total);
    void end();
    /// @p hasOlder: what is shown below is what was found before.
    void showStopped(bool hasOlder);

    [[nodiscard]] bool isStopped() const { return m_isStopped; }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void stopWanted();
    void againWanted();
    /// It came or went.
    void placeChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showUp(bool isThere);
    [[nodiscard]] QRectF bar() const;

    const Theme& m_theme;
    TextLabel* m_text;
    Button* m_button;
    double m_done = 0; ///< of 1
    bool m_isStopped = false;
    QTimer m_patience;
};

} // namespace Pacewatch
