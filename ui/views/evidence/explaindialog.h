#pragma once

#include "core/clock.h"
#include "core/diagnosis/explain.h"
#include "ui/icons.h"

#include <QDialog>
#include <QTimer>

class QComboBox;

namespace Pacewatch {

class AnswerField;
class AnswerPane;
class Button;
class Privacy;
class TextLabel;

/// "Explain an answer": a field to paste an HTTP answer into, and beside it what the answer says
/// about limits, live. Nothing is sent and nothing is kept. Window thread; the text is bounded.
class ExplainDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ExplainDialog)

public:
    /// @p clock tells when the answer is taken to have arrived where it has no date.
    ExplainDialog(const Theme& theme, const Icons& icons, const Privacy& privacy,
                  const Clock& clock, QWidget* parent = nullptr);

private:
    QWidget* makeLeft(const Theme& theme);
    QWidget* makeRight();
    QWidget* makeFoot(const Theme& theme);
    void explainText();
    void showAnswer(int index);
    void copyExplanation();

    const Privacy& m_privacy;
    const Clock& m_clock;
    AnswerField* m_field;
    AnswerPane* m_pane;
    QComboBox* m_choice;
    TextLabel* m_note;
    Button* m_copy;
    Button* m_clear;
    QTimer m_typing;
    QList<Explanation> m_explanations;
};

} // namespace Pacewatch
