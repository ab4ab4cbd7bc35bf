#pragma once

#include "core/connection.h"
#include "core/recorded.h"
#include "ui/views/connectionview.h"

#include <QDialog>

#include <optional>

class QProgressBar;

namespace Pacewatch {

class Button;
class FieldNote;
class SegmentedControl;
class TextLabel;

/// Asks what of a connection is written as what, says what will be replaced, and shows what came
/// of it; a refusal of the last check with its place.
class ExportDialog final : public QDialog
{
    Q_OBJECT

public:
    ExportDialog(PageContext& context, const ConnectionState& state, QWidget* parent = nullptr);
    ~ExportDialog() override;

    /// "Casa Brava Hotels 2025-11-19.har"
    [[nodiscard]] static QString proposedName(const ConnectionState& state, ExportFormat format);
    /// Writes to @p path what is chosen.
    void write(const QString& path);

signals:
    void exported(const QString& text);

private:
    void layOut();
    void showFormat();
    void askForFile();
    void showProgress(int percent);
    void finish(const Result<qint64>& written, const QString& path);
    [[nodiscard]] ExportFormat format() const;

    PageContext& m_context;
    ConnectionState m_state;
    SegmentedControl* m_format;
    SegmentedControl* m_range;
    TextLabel* m_replaced;
    QProgressBar* m_progress;
    FieldNote* m_note;
    Button* m_export;
    Button* m_cancel;
    std::optional<JobId> m_job; ///< while it writes
};

} // namespace Pacewatch
