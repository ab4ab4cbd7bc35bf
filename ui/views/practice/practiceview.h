#pragma once

#include "core/engine.h"
#include "ui/views/connectionview.h"

#include <QList>
#include <QWidget>

namespace Pacewatch {

class Button;
class Chip;
class CountChart;
class PracticeAnswers;
class PracticeCard;
class PracticeForm;
class TextLabel;

/// The Practice gateway page: the built-in emulator's settings, scenarios, counters and answers.
class PracticeView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PracticeView)

public:
    explicit PracticeView(PageContext& context, QWidget* parent = nullptr);

private:
    void build();
    QWidget* buildHeader();
    QWidget* buildRight();
    void takeState(const EngineState& state);
    void takeAnswers(const QList<EmulatorAnswer>& answers);
    void change(const EmulatorSettings& settings);
    void startOrStop();
    void start(const EmulatorSettings& settings);
    void play(const QString& scenarioId);
    void openMonitor();
    [[nodiscard]] QString playedCustomer() const;

    PageContext& m_context;
    EmulatorState m_state;
    QString m_pendingScenario; ///< plays as soon as the gateway runs
    TextLabel* m_address = nullptr;
    Chip* m_running = nullptr;
    Button* m_copy = nullptr;
    Button* m_openMonitor = nullptr;
    Button* m_reset = nullptr;
    Button* m_startStop = nullptr;
    TextLabel* m_trouble = nullptr;
    PracticeForm* m_form = nullptr;
    QList<PracticeCard*> m_cards;
    TextLabel* m_countsTitle = nullptr;
    CountChart* m_chart = nullptr;
    TextLabel* m_sum = nullptr;
    PracticeAnswers* m_answers = nullptr;
};

} // namespace Pacewatch
