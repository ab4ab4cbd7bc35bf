#include "ui/views/evidence/exportdialog.h"

#include "core/engine.h"
#include "ui/charts/timerange.h"
#include "ui/controls/button.h"
#include "ui/controls/field.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/sessions.h"
#include "ui/wording/words.h"

#include <QDateTime>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QProgressBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int UsualWidth = 480;
constexpr int WholeRange = 1; ///< the segment
constexpr ExportFormat Formats[]
    = {ExportFormat::Har, ExportFormat::Csv, ExportFormat::JsonLines, ExportFormat::Session};

} // namespace

ExportDialog::ExportDialog(PageContext& context, const ConnectionState& state, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_state(state)
    , m_format(new SegmentedControl(context.theme, context.icons))
    , m_range(new SegmentedControl(context.theme, context.icons))
    , m_replaced(new TextLabel(context.theme, FontRole::Body, Color::TextSecondary))
    , m_progress(new QProgressBar)
    , m_note(new FieldNote(context.theme, context.icons))
    , m_export(new Button(Wording::exportButton(), Button::Kind::Primary))
    , m_cancel(new Button(Wording::say(Wording::Words::Cancel)))
{
    setObjectName(u"exportDialog"_s);
    setWindowTitle(Wording::exportTitle());
    setMinimumWidth(UsualWidth);
    m_format->setObjectName(u"exportFormat"_s);
    m_format->setAccessibleName(Wording::formatLabel());
    m_format->setStretched(true);
    for (const ExportFormat each : Formats) {
        m_format->addSegment(Wording::exportFormat(each));
    }
    m_range->setObjectName(u"exportRange"_s);
    m_range->setAccessibleName(Wording::rangeLabel());
    m_range->setStretched(true);
    m_range->addSegment(Wording::shownRange());
    m_range->addSegment(Wording::allCalls());
    m_range->setCurrent(WholeRange);
    m_replaced->setObjectName(u"exportReplaced"_s);
    m_replaced->setWordWrap(true);
    m_progress->setObjectName(u"exportProgress"_s);
    m_progress->setRange(0, 100);
    m_progress->hide();
    m_note->setObjectName(u"exportNote"_s);
    m_export->setObjectName(u"exportButton"_s);
    m_export->setDefault(true);
    layOut();
    showFormat();
    connect(m_format, &SegmentedControl::chosen, this, &ExportDialog::showFormat);
    connect(m_export, &Button::clicked, this, &ExportDialog::askForFile);
    connect(m_cancel, &Button::clicked, this, &QDialog::reject);
}

ExportDialog::~ExportDialog()
{
    if (m_job) {
        m_context.engine.cancelJob(*m_job);
    }
}

void ExportDialog::layOut()
{
    const auto label = [this](const QString& text) {
        return new TextLabel(m_context.theme, FontRole::Label, Color::TextSecondary, text);
    };
    auto* const buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_progress, 1);
    buttons->addStretch(1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_export);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 16);
    column->setSpacing(6);
    column->addWidget(label(Wording::formatLabel()));
    column->addWidget(m_format);
    column->addSpacing(8);
    column->addWidget(label(Wording::rangeLabel()));
    column->addWidget(m_range);
    column->addSpacing(8);
    column->addWidget(m_replaced);
    column->addWidget(m_note);
    column->addSpacing(8);
    column->addLayout(buttons);
}

ExportFormat ExportDialog::format() const
{
    return Formats[m_format->current()];
}

void ExportDialog::showFormat()
{
    m_replaced->setText(Wording::whatIsReplaced(format()));
    m_note->clear();
}

QString ExportDialog::proposedName(const ConnectionState& state, ExportFormat format)
{
    const WallTime at = state.startedWall;
    const QString day = QDateTime::fromSecsSinceEpoch(unixSeconds(at)).toString(u"yyyy-MM-dd"_s);
    QString name = state.spec.customer;
    for (QChar& letter : name) {
        letter = letter == u'/' || letter == u'\\' || letter == u':' ? QChar(u'-') : letter;
    }
    return u"%1 %2.%3"_s.arg(name, day, Wording::exportSuffix(format));
}

void ExportDialog::askForFile()
{
    auto* const dialog = new QFileDialog(this);
    dialog->setObjectName(u"fileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(Wording::exportSuffix(format()));
    dialog->selectFile(proposedName(m_state, format()));
    connect(dialog, &QFileDialog::fileSelected, this, &ExportDialog::write);
    dialog->open();
}

void ExportDialog::write(const QString& path)
{
    ExportOrder order{format(), path, {}, {}};
    if (m_range->current() != WholeRange) {
        order.from = m_context.range.slice().from;
        order.until = m_context.range.slice().to;
    }
    m_note->clear();
    m_export->setEnabled(false);
    showProgress(0);
    m_job = m_context.engine.exportCalls(
        m_state.id, order, this,
        [this](qint64 done, qint64 total) {
            showProgress(static_cast<int>(total > 0 ? 100 * done / total : 0));
        },
        [this, path](const Result<qint64>& written) { finish(written, path); });
}

void ExportDialog::showProgress(int percent)
{
    m_progress->setValue(percent);
    m_progress->setFormat(Wording::writing(percent));
    m_progress->show();
}

void ExportDialog::finish(const Result<qint64>& written, const QString& path)
{
    m_job.reset();
    m_progress->hide();
    m_export->setEnabled(true);
    if (!written) {
        m_note->say(FieldNote::Tone::Wrong,
                    Wording::notWritten() + u' ' + Wording::fileFailure(written.error()));
        return;
    }
    emit exported(Wording::exported(*written, QFileInfo(path).fileName()));
    accept();
}

} // namespace Pacewatch
