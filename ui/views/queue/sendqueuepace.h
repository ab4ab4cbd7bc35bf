#pragma once

#include "core/queue/item.h"
#include "ui/views/connectionview.h"

class QLabel;
class QSpinBox;
class QTimer;
class QVBoxLayout;

namespace Pacewatch {

class Button;
class Chip;
class PaceSlider;
class SentenceLabel;
class TabularLabel;
class TextLabel;

/// "Pace": how fast, how much is kept free, and what that comes to.
class SendQueuePace final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SendQueuePace)

public:
    explicit SendQueuePace(PageContext& context, QWidget* parent = nullptr);

    /// @p mostPerSecond is the profile's limit for one second; @p window names the longest window.
    void setLimits(double mostPerSecond, const QString& window, qint64 windowLimit);
    /// The connection has no window that counts calls.
    void setUnlimited();
    /// What the engine worked out. A pace that is being changed here is not overwritten.
    void showState(const QueueState& queue, WallTime now);
    [[nodiscard]] const Pace& pace() const { return m_pace; }

signals:
    void chosen(const Pacewatch::Pace& pace);

private:
    void build();
    void buildEstimates(QVBoxLayout* all);
    void change(const Pace& pace);
    void showPace();
    void openKinds();

    PageContext& m_context;
    Pace m_pace;
    double m_safe = 0;
    bool m_isLimited = true;
    bool m_isOwn = false; ///< a change of ours is on its way; the state still has the old pace
    QTimer* m_settle = nullptr;
    TabularLabel* m_number = nullptr;
    Button* m_kind = nullptr;
    Chip* m_zone = nullptr;
    PaceSlider* m_slider = nullptr;
    TextLabel* m_keepLabel = nullptr;
    QSpinBox* m_keep = nullptr;
    Button* m_useSafe = nullptr;
    SentenceLabel* m_done = nullptr;
    SentenceLabel* m_lowest = nullptr;
    SentenceLabel* m_refusals = nullptr;
    QLabel* m_refusalsIcon = nullptr;
};

} // namespace Pacewatch
