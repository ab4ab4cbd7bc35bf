#pragma once

#include "core/diagnosis/whatif.h"
#include "ui/icons.h"

#include <QWidget>

#include <functional>
#include <vector>

class QGridLayout;
class QVBoxLayout;

namespace Pacewatch {

class Button;
class CheckBox;
class Card;
class ChangeBars;
class SegmentedControl;
class SentenceLabel;
class StepSlider;
class TextLabel;

/// Tries changes on the calls of the range: sliders for the limits, the pace, the workers and the
/// answers kept; what comes of it, while a slider moves; and the single changes that would do.
class WhatIfPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WhatIfPane)

public:
    WhatIfPane(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// Nothing is known yet; everything as recorded.
    void startOver();
    void showAnswer(const WhatIfAnswer& answer);
    void showSingleChanges(const WhatIfAnswer& answer);
    [[nodiscard]] WhatIf what() const;

signals:
    /// A person changed something.
    void changed();
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// A slider with its name and what it stands for.
    struct Row
    {
        TextLabel* name = nullptr;
        StepSlider* slider = nullptr;
        TextLabel* value = nullptr;
        std::function<QString(int)> words;
    };

    QWidget* makeHead();
    QWidget* makeResult();
    QWidget* makeControls();
    Row addRow(const QString& name, int most, int usual, const QString& objectName,
               std::function<QString(int)> words);
    void makeLimits();
    void tellSteps();
    void apply(const WhatIf& what);
    [[nodiscard]] Policy limitAt(qsizetype window, int step) const;
    [[nodiscard]] double paceAt(int step) const;

    const Theme& m_theme;
    const Icons& m_icons;
    WhatIfAnswer m_answer;
    TextLabel* m_title;
    SentenceLabel* m_basis;
    TextLabel* m_result;
    SentenceLabel* m_detail;
    ChangeBars* m_bars;
    QGridLayout* m_rows = nullptr;
    std::vector<Row> m_limits;
    Row m_pace;
    Row m_workers;
    Row m_cache;
    CheckBox* m_keepsWait;
    CheckBox* m_bulk;
    SegmentedControl* m_server;
    QVBoxLayout* m_changes = nullptr;
    TextLabel* m_changesNote;
};

} // namespace Pacewatch
