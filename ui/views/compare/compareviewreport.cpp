#include "ui/models/feed.h"
#include "ui/report/comparisonreport.h"
#include "ui/report/reportfile.h"
#include "ui/report/reporttimeline.h"
#include "ui/views/compare/comparedtimeline.h"
#include "ui/views/compare/compareview.h"
#include "ui/views/compare/sessionchooser.h"
#include "ui/wording/compare.h"
#include "ui/wording/report.h"
#include "ui/wording/sessions.h"

#include <QFileDialog>
#include <QFileInfo>

using namespace Qt::StringLiterals;

namespace Pacewatch {

// What leaves the page of two sessions: a report of its own, or a part of one.

QList<ReportPicture> CompareView::pictures() const
{
    QList<ReportPicture> pictures;
    const std::array titles{Wording::beforeSide(), Wording::afterSide()};
    for (std::size_t i = 0; i < m_sides.size(); ++i) {
        const std::optional<ConnectionId> id = m_sides.at(i).chooser->chosen();
        const ConnectionState* const state = id ? m_context.feed.connection(*id) : nullptr;
        if (state == nullptr) {
            continue;
        }
        const TimelineContent& shown = m_sides.at(i).card->timeline()->content();
        pictures.append(timelinePicture(m_context.feed.histories().of(*id), state->windows,
                                        shown.scale.slice, {shown.scale.slice.from, shown.now},
                                        shown.highest));
        pictures.last().title
            = Wording::sideTitle(titles.at(i), shown.scale.slice.from, shown.scale.slice.to);
    }
    return pictures;
}

void CompareView::askForFile()
{
    auto* const dialog = new QFileDialog(this, {}, {}, Wording::reportFiles());
    dialog->setObjectName(u"comparisonFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"pdf"_s);
    dialog->selectFile(Wording::reportFileName(
        {}, Wording::compareTitle(), m_context.engine.clock().wallNow(), ReportFormat::Pdf));
    connect(dialog, &QFileDialog::fileSelected, this, &CompareView::save);
    dialog->open();
}

void CompareView::save(const QString& path)
{
    if (!m_comparison) {
        return;
    }
    const auto nameOf = [](const SessionChooser* chooser) { return chooser->field()->text(); };
    const Report report
        = redacted(makeComparisonReport(*m_comparison, {nameOf(before()), nameOf(after())},
                                        pictures(), m_context.engine.clock().wallNow()));
    const QString ending = QFileInfo(path).suffix().toLower();
    const ReportFormat format = ending == "md"_L1 ? ReportFormat::Markdown
        : ending.startsWith("htm"_L1)             ? ReportFormat::Html
                                                  : ReportFormat::Pdf;
    if (const Result<void> written = writeReport(report, format, path); !written) {
        emit failed(Wording::notWritten(), Wording::reportNotSaved(written.error()));
    } else {
        emit succeeded(Wording::comparisonSaved(QFileInfo(path).fileName()));
    }
}

void CompareView::addToReport()
{
    if (m_comparison && after()->chosen()) {
        emit addWanted(*after()->chosen(), comparisonTable(*m_comparison));
    }
}

} // namespace Pacewatch
