#pragma once

#include "core/diagnosis/whatif.h"
#include "ui/icons.h"

#include <QWidget>

#include <functional>
#include <vector>

class QGridLayout;
class QVBoxLayout;

namespace Pacewatch {

class CheckBox;
class SegmentedControl;
class StepSlider;
class TextLabel;

/// What can be changed about recorded calls: sliders for the limits, the pace, the workers and the
/// answers kept, boxes for the wait and the bulk call, and how the server counts.
class WhatIfControls final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WhatIfControls)

public:
    WhatIfControls(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// Everything as recorded, and no windows are known yet.
    void startOver();
    /// The limits that can be moved; @p hasBulk where the gateway knows a bulk call.
    void showWindows(const QList<Policy>& windows, bool hasBulk);
    /// Puts the sliders where @p what is, as near as their steps come, and tells so.
    void apply(const WhatIf& what);
    [[nodiscard]] WhatIf what() const;

signals:
    void changed();

private:
    /// A slider with its name and what it stands for.
    struct Row
    {
        TextLabel* name = nullptr;
        StepSlider* slider = nullptr;
        TextLabel* value = nullptr;
        std::function<QString(int)> words;
    };

    void addSliders();
    void addChoices(QVBoxLayout& column);
    Row addRow(const QString& name, int most, int usual, const QString& objectName,
               std::function<QString(int)> words);
    void makeLimits();
    void tellSteps();
    [[nodiscard]] Policy limitAt(qsizetype window, int step) const;
    [[nodiscard]] double paceAt(int step) const;

    const Theme& m_theme;
    QList<Policy> m_windows;
    bool m_hasBulk = false;
    QGridLayout* m_rows;
    std::vector<Row> m_limits;
    Row m_pace;
    Row m_workers;
    Row m_cache;
    CheckBox* m_keepsWait;
    CheckBox* m_bulk;
    SegmentedControl* m_server;
};

} // namespace Pacewatch
