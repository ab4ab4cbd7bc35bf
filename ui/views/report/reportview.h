#pragma once

#include "core/diagnosis/diagnosis.h"
#include "core/recorded.h"
#include "ui/charts/scale.h"
#include "ui/report/report.h"
#include "ui/views/connectionview.h"

#include <QHash>
#include <QTimer>

#include <functional>
#include <optional>

namespace Pacewatch {

class ReportOptions;
class ReportPreview;

/// The Report page: what a ticket gets, as it will be written, and the ways to save and copy it.
///
/// It is made of the shared range. While calls come it is made again every 15 s, not oftener:
/// somebody reads it. Everything private is out of it before it is shown.
class ReportView final : public ConnectionView
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReportView)

public:
    explicit ReportView(PageContext& context, QWidget* parent = nullptr);

    void showConnection(ConnectionId id) override;
    void addComparison(const ReportTable& comparison) override;
    /// What the preview shows; nothing private is in it.
    [[nodiscard]] const std::optional<Report>& report() const { return m_report; }
    /// Writes it in the format that is chosen.
    void save(const QString& path);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void tick();
    void ask();
    void take(const Diagnosis& diagnosis);
    void takeRecorded(const Diagnosis& diagnosis);
    void read(const CallsWanted& wanted, std::function<void(const QList<Exchange>&)> done);
    void make();
    [[nodiscard]] ReportWishes wishes() const;
    void askForFile();
    void copy();
    [[nodiscard]] ReportExtras extras(const TimeSlice& range, const ReportTable& examples) const;

    PageContext& m_context;
    ReportOptions* m_options;
    ReportPreview* m_preview;
    ConnectionId m_id{};
    QHash<ConnectionId, QString> m_tickets;
    QHash<ConnectionId, ReportTable> m_comparisons;
    std::optional<Diagnosis> m_diagnosis;
    QList<Exchange> m_examples; ///< of m_diagnosis
    QList<Exchange> m_calls; ///< the last ones in its range
    std::optional<Report> m_report;
    int m_question = 0; ///< answers to earlier ones come too late
    qint64 m_askedCalls = -1;
    int m_ticks = 0;
    QTimer m_beat;
    QTimer m_typing; ///< the paper is not set again for every letter of a ticket
};

} // namespace Pacewatch
