#pragma once

#include "core/diagnosis/diagnosis.h"
#include "core/recorded.h"
#include "ui/views/connectionview.h"

#include <QTimer>

#include <optional>

class QScrollArea;

namespace Pacewatch {

class DiagnosisSummary;
class FindingPane;
class FindingsList;
class LookingRow;
class TextLabel;
class WhatIfPane;

/// The Diagnosis page: why calls of the shared range were refused, whose doing it is, with proof,
/// and what would change it.
///
/// It asks the engine again while the range moves: every 2 s while it is shown, every 10 s for the
/// number on its tab while it is not, and only when something is new. An answer that takes long
/// shows how far it is and can be stopped; then nothing is asked until a person asks.
class DiagnosisView final : public ConnectionView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiagnosisView)

public:
    explicit DiagnosisView(PageContext& context, QWidget* parent = nullptr);

    void showConnection(ConnectionId id) override;
    [[nodiscard]] std::optional<qint64> tabNumber() const override;
    [[nodiscard]] const Diagnosis& diagnosis() const { return m_diagnosis; }

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What a diagnosis was made of; another question is only worth asking when this changed.
    struct Question
    {
        ConnectionId connection{};
        WallTime from{};
        WallTime to{};
        qint64 calls = 0;
        bool follows = true;

        friend bool operator==(const Question&, const Question&) = default;
    };

    void tick();
    void ask();
    void knowSession();
    /// Of the range that a person chose, whatever is under way.
    void askAnew();
    void stop();
    void include(bool isIncluded);
    void take(const Diagnosis& diagnosis);
    void showFinding();
    void openCalls();
    void openTimeline();
    void tryChanges();
    void askWhatIf();
    void leaveWhatIf();
    void place();
    [[nodiscard]] Question question() const;

    PageContext& m_context;
    ConnectionId m_id{};
    Diagnosis m_diagnosis;
    bool m_hasDiagnosis = false;
    std::optional<Question> m_asked;
    std::optional<JobId> m_job; ///< that is not answered yet
    int m_ticks = 0;
    QTimer m_beat;
    LookingRow* m_looking;
    DiagnosisSummary* m_summary;
    FindingsList* m_list;
    QScrollArea* m_scroll;
    FindingPane* m_pane;
    TextLabel* m_empty;
    QScrollArea* m_whatIfScroll;
    WhatIfPane* m_whatIf;
    WallTime m_tryFrom{}; // the calls that changes are tried on stay the same meanwhile
    WallTime m_tryTo{};
    int m_tries = 0; // answers to earlier ones come too late
};

} // namespace Pacewatch
