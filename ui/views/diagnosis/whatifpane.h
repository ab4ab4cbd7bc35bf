#pragma once

#include "core/diagnosis/whatif.h"
#include "ui/icons.h"

#include <QWidget>

class QVBoxLayout;

namespace Pacewatch {

class ChangeBars;
class SentenceLabel;
class TextLabel;
class WhatIfControls;

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
    QWidget* makeHead();
    QWidget* makeResult();

    const Theme& m_theme;
    const Icons& m_icons;
    TextLabel* m_title;
    SentenceLabel* m_basis;
    TextLabel* m_result;
    SentenceLabel* m_detail;
    ChangeBars* m_bars;
    WhatIfControls* m_controls;
    QVBoxLayout* m_changes = nullptr;
    TextLabel* m_changesNote;
};

} // namespace Pacewatch
