#pragma once

#include "ui/report/report.h"
#include "ui/theme.h"

#include <QWidget>

class QScrollArea;
class QTextDocument;

namespace Pacewatch {

class ReportPaper;

/// The report as it will be written, on white paper, whatever the theme. Scrolls.
class ReportPreview final : public QWidget
{
    Q_OBJECT

public:
    explicit ReportPreview(const Theme& theme, QWidget* parent = nullptr);

    void showReport(const Report& report);
    /// Before the first one, or when there is nothing to report.
    void showHint(const QString& text);

    /// The words on the paper.
    [[nodiscard]] QString text() const;
    [[nodiscard]] QWidget* paper() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    ReportPaper* m_paper;
    QScrollArea* m_scroll;
};

} // namespace Pacewatch
