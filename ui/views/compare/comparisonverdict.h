#pragma once

#include "core/diagnosis/comparison.h"
#include "core/diagnosis/standing.h"
#include "ui/controls/textlabel.h"
#include "ui/icons.h"

#include <QWidget>

#include <optional>

namespace Pacewatch {

/// What became of the refusals: a shape, a title, a sentence, and what cannot be compared.
class ComparisonVerdict final : public QWidget
{
    Q_OBJECT

public:
    ComparisonVerdict(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    void showComparison(const Comparison& comparison);
    /// In place of a result: what to do first, or that it is being worked out.
    void showHint(const QString& text);

    [[nodiscard]] QString title() const { return m_title->text(); }
    [[nodiscard]] QString text() const { return m_text->sentence().text; }
    [[nodiscard]] QString caveats() const { return m_caveats->sentence().text; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    const Icons& m_icons;
    TextLabel* m_title;
    SentenceLabel* m_text;
    SentenceLabel* m_caveats;
    Standing m_glyph = Standing::Quiet;
    std::optional<Standing> m_tone;
    bool m_hasGlyph = false;
};

} // namespace Pacewatch
