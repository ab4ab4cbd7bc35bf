#pragma once

#include "core/diagnosis/findings.h"
#include "ui/icons.h"

#include <QWidget>

class QBoxLayout;

namespace Pacewatch {

class Button;
class Card;
class CheckBox;
class EvidenceChart;
class FactRow;
class SentenceLabel;
class TextLabel;

/// One finding: what happens, its proof, and what to do and to say about it.
class FindingPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FindingPane)

public:
    FindingPane(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// @p isIncluded: the report of the connection tells of it.
    void showFinding(const Finding& finding, bool isIncluded = true);
    [[nodiscard]] const Finding& finding() const { return m_finding; }

signals:
    void callsWanted();
    void timelineWanted();
    void changeWanted(); ///< to try changes on the calls
    void inclusionWanted(bool isIncluded); ///< in the report

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHead();
    QWidget* makeFoot();
    void copySaying();

    const Theme& m_theme;
    const Icons& m_icons;
    Finding m_finding;
    TextLabel* m_title;
    TextLabel* m_who;
    TextLabel* m_sure;
    SentenceLabel* m_text;
    Button* m_calls;
    Button* m_timeline;
    EvidenceChart* m_chart;
    FactRow* m_facts;
    SentenceLabel* m_change;
    SentenceLabel* m_saying;
    Button* m_copy;
    Button* m_try;
    CheckBox* m_include;
    QBoxLayout* m_headRow = nullptr;
    QWidget* m_foot = nullptr;
};

} // namespace Pacewatch
