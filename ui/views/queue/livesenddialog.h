#pragma once

#include "core/clock.h"
#include "ui/theme.h"
#include "ui/wording/queue.h"

#include <QDialog>

#include <memory>

class QLineEdit;

namespace Pacewatch {

class Button;
class TextLabel;

/// The question before messages reach real people. Up to 5 messages a button is enough; from 6 the
/// number has to be typed; from 100 the button also waits for 3 s.
///
/// Opened with open(), never exec(). accepted() means: send them.
class LiveSendDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LiveSendDialog)

public:
    static constexpr qint64 TypedFrom = 6;
    static constexpr qint64 WaitFrom = 100;
    static constexpr std::chrono::seconds Wait{3};

    /// @p clock outlives the dialog; the wait runs on it.
    LiveSendDialog(const Theme& theme, Clock& clock, const Wording::LiveSend& send,
                   QWidget* parent = nullptr);

    [[nodiscard]] qint64 number() const { return m_send.people; }
    /// What the run may not go beyond, as it was typed.
    [[nodiscard]] LiveGuard guard() const;

signals:
    /// The person wants the dry run in place of it; the dialog closes as rejected.
    void dryRunChosen();

private:
    void build(const Theme& theme);
    QWidget* buildLimits(const Theme& theme);
    void check();
    void tick();

    Wording::LiveSend m_send;
    QLineEdit* m_typed = nullptr;
    QLineEdit* m_cap = nullptr;
    QLineEdit* m_onlyTo = nullptr;
    TextLabel* m_notOnTheList = nullptr;
    Button* m_button = nullptr;
    Clock& m_clock;
    std::unique_ptr<Bell> m_second;
    std::chrono::seconds m_left{};
};

} // namespace Pacewatch
