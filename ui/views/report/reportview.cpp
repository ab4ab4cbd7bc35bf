#include "ui/views/report/reportview.h"

#include "core/engine.h"
#include "ui/charts/timerange.h"
#include "ui/models/feed.h"
#include "ui/report/reportcalls.h"
#include "ui/report/reportexamples.h"
#include "ui/report/reportfile.h"
#include "ui/report/reporttimeline.h"
#include "ui/views/report/reportoptions.h"
#include "ui/views/report/reportpreview.h"
#include "ui/wording/report.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QMimeData>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

constexpr int SideMargin = 20;
constexpr int TopMargin = 16;
constexpr int Gap = 12;
constexpr int OptionsWidth = 320;
constexpr std::chrono::milliseconds Typing{200};
constexpr int BeatsBetweenReports = 15;
constexpr qsizetype MostPreviewed = 60; // rows of a table

/// What the preview shows: setting thousands of rows again and again would be felt.
Report shortened(Report report)
{
    for (ReportTable& table : report.tables) {
        const qsizetype more = table.rows.size() - MostPreviewed;
        if (more > 0) {
            table.rows.resize(MostPreviewed);
            table.remarks.prepend(Wording::moreRowsWhenSaved(more));
        }
    }
    return report;
}

} // namespace

ReportView::ReportView(PageContext& context, QWidget* parent)
    : ConnectionView(parent)
    , m_context(context)
    , m_options(new ReportOptions(context))
    , m_preview(new ReportPreview(context.theme))
{
    setObjectName(u"reportView"_s);
    m_options->setFixedWidth(OptionsWidth);
    auto* const row = new QHBoxLayout(this);
    row->setContentsMargins(SideMargin, TopMargin, SideMargin, TopMargin);
    row->setSpacing(Gap);
    row->addWidget(m_options);
    row->addWidget(m_preview, 1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(Typing);
    m_beat.setInterval(1s);
    connect(&m_typing, &QTimer::timeout, this, &ReportView::make);
    connect(&m_beat, &QTimer::timeout, this, &ReportView::tick);
    connect(m_options, &ReportOptions::changed, this, [this] {
        m_tickets.insert(m_id, m_options->wishes().ticket);
        m_options->say(FieldNote::Tone::Hint, {});
        m_typing.start();
    });
    connect(m_options, &ReportOptions::saveWanted, this, &ReportView::askForFile);
    connect(m_options, &ReportOptions::copyWanted, this, &ReportView::copy);
    connect(&context.range, &TimeRange::chosen, this, [this] {
        if (isVisible()) {
            ask();
        }
    });
}

void ReportView::showConnection(ConnectionId id)
{
    if (id == m_id) {
        return;
    }
    m_id = id;
    ++m_question;
    m_diagnosis.reset();
    m_report.reset();
    m_askedCalls = -1;
    m_options->setTicket(m_tickets.value(id));
    m_options->say(FieldNote::Tone::Hint, {});
    m_preview->showHint(Wording::makingReport());
    if (isVisible()) {
        ask();
    }
}

void ReportView::addComparison(const ReportTable& comparison)
{
    m_comparisons.insert(m_id, comparison);
    make();
}

void ReportView::tick()
{
    // The calls of a recording come page by page when it was opened just now.
    const bool isRecorded = m_context.feed.recording(m_id) != nullptr;
    const bool isTime = isRecorded || ++m_ticks % BeatsBetweenReports == 0;
    if (isTime && m_context.range.follows()
        && m_context.feed.histories().of(m_id).callCount() != m_askedCalls) {
        ask();
    }
}

void ReportView::ask()
{
    if (m_context.feed.connection(m_id) == nullptr) {
        return;
    }
    const History& history = m_context.feed.histories().of(m_id);
    m_askedCalls = history.callCount();
    TimeRange& range = m_context.range;
    const WallTime present
        = presentOf(m_context.feed.recording(m_id), m_context.engine.clock().wallNow());
    range.setSession({history.firstCall().value_or(present), present});
    const WallTime to = range.follows() ? present : range.slice().to;
    const WallTime from = range.follows() ? to - range.slice().length() : range.slice().from;
    m_context.engine.diagnose(
        {m_id, from, to}, this, [](qint64, qint64) {},
        [this, number = ++m_question](const Result<Diagnosis>& diagnosis) {
            if (number == m_question && diagnosis) {
                take(*diagnosis);
            }
        });
}

/// The calls of a file are not all held; the last of a live connection are, and those refused.
void ReportView::take(const Diagnosis& diagnosis)
{
    if (m_context.feed.recording(m_id) != nullptr) {
        CallsWanted last;
        last.filter.from = diagnosis.from;
        last.filter.until = diagnosis.to + 1s;
        last.order = {CallOrder::Key::Moment, true};
        last.most = static_cast<int>(History::CallsKept);
        read(last, [this, diagnosis](const QList<Exchange>& calls) {
            m_calls = calls;
            takeRecorded(diagnosis);
        });
        return;
    }
    const History& history = m_context.feed.histories().of(m_id);
    m_calls = history.lastCalls({diagnosis.from, diagnosis.to + 1s});
    m_examples.clear();
    for (const ExchangeId id : exampleCalls(diagnosis)) {
        if (const auto call = history.refusedCall(id)) {
            m_examples.append(*call);
        }
    }
    m_diagnosis = diagnosis;
    make();
}

void ReportView::takeRecorded(const Diagnosis& diagnosis)
{
    CallsWanted examples;
    examples.picked = exampleCalls(diagnosis);
    examples.isWhole = true;
    const auto done = [this, diagnosis](const QList<Exchange>& calls) {
        m_examples = calls;
        m_diagnosis = diagnosis;
        make();
    };
    examples.picked.isEmpty() ? done({}) : read(examples, done);
}

/// Calls of the recording that is shown; nothing when another one is by then.
void ReportView::read(const CallsWanted& wanted, std::function<void(const QList<Exchange>&)> done)
{
    m_context.engine.readRecorded(
        m_id, wanted, this,
        [this, number = m_question, done = std::move(done)](const Result<QList<Exchange>>& calls) {
            if (number == m_question) {
                done(calls.value_or(QList<Exchange>()));
            }
        });
}

ReportWishes ReportView::wishes() const
{
    ReportWishes wishes = m_options->wishes();
    if (const ConnectionState* const state = m_context.feed.connection(m_id)) {
        wishes.customer = state->spec.customer;
        const Result<Profile> profile = m_context.engine.profiles().find(state->spec.profileId);
        wishes.gateway = profile ? Wording::gatewayEdition(*profile) : state->profileName;
    }
    wishes.left = m_context.leftOut.value(m_id).values();
    wishes.written = m_context.engine.clock().wallNow();
    return wishes;
}

ReportExtras ReportView::extras(const TimeSlice& range, const ReportTable& examples) const
{
    const ConnectionState* const state = m_context.feed.connection(m_id);
    const History& history = m_context.feed.histories().of(m_id);
    ReportExtras extras;
    if (state == nullptr || m_diagnosis->calls == 0) {
        return extras;
    }
    const ReportParts parts = m_options->wishes().parts;
    if (parts.timeline) {
        extras.pictures.append(
            timelinePicture(history, state->windows, reportSlice(history, range), range));
    }
    if (parts.examples) {
        extras.tables.append(examples);
    }
    const auto comparison = m_comparisons.constFind(m_id);
    if (comparison != m_comparisons.constEnd() && m_options->withComparison()) {
        extras.tables.append(*comparison);
    }
    if (parts.calls) {
        extras.tables.append(callsTable(m_calls, m_diagnosis->calls, state->spec.gatewayUrl,
                                        m_options->wishes().reader));
    }
    extras.tables.removeIf([](const ReportTable& table) { return table.rows.isEmpty(); });
    return extras;
}

void ReportView::make()
{
    const ConnectionState* const state = m_context.feed.connection(m_id);
    if (state == nullptr || !m_diagnosis) {
        return;
    }
    const TimeSlice range{m_diagnosis->from, m_diagnosis->to + 1s};
    const ReportWishes wished = wishes();
    const ReportTable examples
        = examplesTable(*m_diagnosis, m_examples, state->spec.gatewayUrl, wished);
    m_report = redacted(makeReport(*m_diagnosis, wished, extras(range, examples)));
    m_preview->showReport(shortened(*m_report));
    const History& history = m_context.feed.histories().of(m_id);
    m_options->showParts(*m_diagnosis, wished,
                         {.timeline = reportSlice(history, range).length(),
                          .examples = examples.rows.size(),
                          .calls = m_diagnosis->calls,
                          .callsListed = callsListed(m_calls.size(), wished.reader),
                          .hasComparison = m_comparisons.contains(m_id)});
    m_options->showRange(m_diagnosis->from, m_diagnosis->to);
}

void ReportView::askForFile()
{
    const ConnectionState* const state = m_context.feed.connection(m_id);
    if (state == nullptr || !m_report) {
        return;
    }
    const ReportFormat format = m_options->format();
    const QString name = Wording::reportFileName(m_options->wishes().ticket, state->spec.customer,
                                                 m_diagnosis->from, format);
    auto* const dialog = new QFileDialog(this);
    dialog->setObjectName(u"reportFileDialog"_s);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QFileInfo(name).suffix());
    dialog->selectFile(name);
    connect(dialog, &QFileDialog::fileSelected, this, &ReportView::save);
    dialog->open();
}

void ReportView::save(const QString& path)
{
    if (!m_report) {
        return;
    }
    const Result<void> written = writeReport(*m_report, m_options->format(), path);
    written
        ? m_options->say(FieldNote::Tone::Good, Wording::reportSaved(QFileInfo(path).fileName()))
        : m_options->say(FieldNote::Tone::Wrong, Wording::reportNotSaved(written.error()));
}

/// Words for the plain field of a ticket, pictures for those that take them.
void ReportView::copy()
{
    if (!m_report) {
        return;
    }
    if (const Result<void> clean = scanReport(*m_report); !clean) {
        m_options->say(FieldNote::Tone::Wrong, Wording::reportNotSaved(clean.error()));
        return;
    }
    auto* const copied = new QMimeData;
    copied->setText(QString::fromUtf8(reportMarkdown(*m_report, false)));
    copied->setData(u"text/markdown"_s, reportMarkdown(*m_report));
    copied->setHtml(QString::fromUtf8(reportHtml(*m_report)));
    QGuiApplication::clipboard()->setMimeData(copied);
    m_options->say(FieldNote::Tone::Good, Wording::copiedForTicket());
}

void ReportView::showEvent(QShowEvent*)
{
    m_beat.start();
    ask();
}

void ReportView::hideEvent(QHideEvent*)
{
    m_beat.stop();
}

} // namespace Pacewatch
