#include "ui/shell/connectionpage.h"

#include "ui/charts/timerange.h"
#include "ui/models/feed.h"
#include "ui/wording/compare.h"
#include "ui/wording/forms.h"
#include "ui/wording/report.h"
#include "ui/wording/sessions.h"
#include "ui/wording/whatif.h"
#include "ui/wording/words.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int SideMargin = 20;

} // namespace

ConnectionPage::ConnectionPage(PageContext& context, const Pages& pages, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_name(new TextLabel(context.theme, FontRole::Title, Color::TextPrimary))
    , m_profile(new Chip(context.theme))
    , m_live(new Chip(context.theme))
    , m_host(new TextLabel(context.theme, FontRole::Mono, Color::TextMuted))
    , m_back(new Button(Wording::backToFinding()))
    , m_pause(new Button(say(Words::PauseWatching)))
    , m_testSend(new Button(say(Words::TestSend)))
    , m_report(new Button(Wording::createReport()))
    , m_compare(new Button(Wording::compareDots()))
    , m_close(new Button(Wording::closeSession()))
    , m_tabs(new TabStrip(context.theme, context.icons))
    , m_message(new MessageBar(context.theme, context.icons))
    , m_stack(new QStackedWidget(this))
{
    auto* const tabs = new QHBoxLayout;
    tabs->setContentsMargins(SideMargin, 0, SideMargin, 0);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    auto* const message = new QHBoxLayout;
    message->setContentsMargins(SideMargin, 0, SideMargin, 0);
    message->addWidget(m_message);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHeader());
    column->addLayout(tabs);
    column->addSpacing(1);
    column->addLayout(message);
    column->addWidget(m_stack, 1);
    addView(pages.monitor, Page::Monitor, Icon::Monitor, say(Words::Monitor));
    addView(pages.traffic, Page::Traffic, Icon::Traffic, say(Words::Traffic));
    addView(pages.diagnosis, Page::Diagnosis, Icon::Diagnosis, say(Words::Diagnosis));
    addView(pages.sendQueue, Page::SendQueue, Icon::Queue, say(Words::SendQueue));
    addView(pages.report, Page::Report, Icon::Report, Wording::reportPage());

    connect(m_tabs, &TabStrip::chosen, this, [this](int index) {
        m_stack->setCurrentIndex(index);
        showButtons();
    });
    connect(m_back, &Button::clicked, this, [this] {
        m_context.range.comeBack();
        openPage(Page::Diagnosis);
    });
    connect(&context.range, &TimeRange::chosen, this, &ConnectionPage::showButtons);
    connect(m_pause, &Button::clicked, this, [this] { emit pauseWanted(m_isWatching); });
    connect(m_testSend, &Button::clicked, this, &ConnectionPage::testSendWanted);
    connect(m_report, &Button::clicked, this, &ConnectionPage::reportWanted);
    connect(m_compare, &Button::clicked, this, &ConnectionPage::compareWanted);
    connect(m_close, &Button::clicked, this, &ConnectionPage::closeWanted);
    connect(m_message, &MessageBar::actionTriggered, this, &ConnectionPage::remedy);
    connect(&context.theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QWidget* ConnectionPage::makeHeader()
{
    m_back->setObjectName(u"backToFindingButton"_s);
    m_back->setIcon(m_context.icons.icon(Icon::ArrowLeft));
    m_back->hide();
    m_pause->setObjectName(u"pauseButton"_s);
    m_testSend->setObjectName(u"testSendButton"_s);
    m_close->setObjectName(u"closeSessionButton"_s);
    m_report->setObjectName(u"createReportButton"_s);
    m_report->setIcon(m_context.icons.icon(Icon::Report));
    m_compare->setObjectName(u"compareButton"_s);
    m_compare->setIcon(m_context.icons.icon(Icon::Compare));
    m_compare->hide();
    m_close->hide();
    m_name->setObjectName(u"connectionName"_s);
    m_testSend->setIcon(m_context.icons.icon(Icon::Send));
    m_live->setOutlined(true);
    m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_host->setElided(true);
    auto* const header = new QWidget;
    header->setFixedHeight(m_context.theme.pixels("size.header"_L1));
    auto* const row = new QHBoxLayout(header);
    row->setContentsMargins(SideMargin, 0, SideMargin, 0);
    row->setSpacing(12);
    row->addWidget(m_name);
    row->addWidget(m_profile);
    row->addWidget(m_live);
    row->addWidget(m_host, 1);
    row->addWidget(m_back);
    row->addWidget(m_pause);
    row->addWidget(m_testSend);
    row->addWidget(m_report);
    row->addWidget(m_compare);
    row->addWidget(m_close);
    return header;
}

void ConnectionPage::addView(const Pages::MakeView& make, Page page, Icon icon, const QString& text)
{
    if (!make) {
        return;
    }
    m_tabPages.append(page);
    ConnectionView* const view = make(m_context, m_stack);
    m_views.append(view);
    m_stack->addWidget(view);
    m_tabs->addTab(icon, text);
    connect(view, &ConnectionView::tabNumberChanged, this,
            [this, view, page] { setNumber(page, view->tabNumber().value_or(0)); });
}

void ConnectionPage::showConnection(ConnectionId id)
{
    m_id = id;
    for (ConnectionView* const view : std::as_const(m_views)) {
        view->showConnection(id);
    }
}

void ConnectionPage::showState(const ConnectionState& state, const QueueState* queue,
                               const QString& name)
{
    m_spec = state.spec;
    m_isWatching = state.isWatching;
    m_name->setText(name);
    m_profile->setText(state.profileName);
    m_profile->setVisible(!state.profileName.isEmpty());
    showMark(state.spec.isPractice, m_context.feed.recording(state.id));
    m_host->setText(state.host);
    m_pause->setText(say(state.isWatching ? Words::PauseWatching : Words::ResumeWatching));
    m_pause->setIcon(m_context.icons.icon(state.isWatching ? Icon::Pause : Icon::Play));
    const bool isLimited = state.standing == Standing::Limited;
    if (isLimited != m_isLimited) {
        m_isLimited = isLimited;
        for (qsizetype i = 0; i < m_views.size(); ++i) {
            setNumber(m_tabPages[i], m_views[i]->tabNumber().value_or(0));
        }
    }
    setNumber(Page::Traffic, state.calls);
    setNumber(Page::SendQueue, queue == nullptr ? 0 : queue->waiting);
    showButtons();
    showTrouble(state);
}

/// A report is the thing to do once there is something to report.
void ConnectionPage::showButtons()
{
    const auto findings = static_cast<int>(m_tabPages.indexOf(Page::Diagnosis));
    const bool hasFindings = findings >= 0 && m_views.at(findings)->tabNumber().value_or(0) > 0;
    const bool isPrimary = (m_isLimited || hasFindings) && page() != Page::SendQueue;
    const auto kind = isPrimary ? Button::Kind::Primary : Button::Kind::Default;
    if (m_report->kind() != kind) {
        m_report->setKind(kind);
        m_report->setIcon(m_context.icons.icon(
            Icon::Report, isPrimary ? Color::TextOnAccent : Color::TextSecondary));
    }
    m_back->setVisible(page() == Page::Monitor && m_context.range.evidence().has_value());
    const bool isReport = page() == Page::Report;
    m_report->setVisible(m_tabPages.contains(Page::Report) && !isReport);
    m_compare->setVisible(m_isRecorded || isReport);
}

/// Whether people are behind it, and what can be done with it.
void ConnectionPage::showMark(bool isPractice, const Recording* recording)
{
    const bool isRecorded = recording != nullptr;
    const bool isLive = !isRecorded && !isPractice;
    m_live->setText(isRecorded ? Wording::recordedLine(*recording)
                               : say(isLive ? Words::LiveHost : Words::Practice));
    m_live->setTone(isLive ? std::optional(Standing::Limited) : std::nullopt);
    m_live->setOutlined(isLive);
    m_pause->setVisible(!isRecorded);
    m_testSend->setVisible(!isRecorded);
    m_isRecorded = isRecorded;
    m_close->setVisible(isRecorded);
    if (const auto index = static_cast<int>(m_tabPages.indexOf(Page::SendQueue)); index >= 0) {
        m_tabs->setTabShown(index, !isRecorded);
    }
    if (isRecorded && page() == Page::SendQueue) {
        openPage(Page::Monitor);
    }
}

void ConnectionPage::showTrouble(const ConnectionState& state)
{
    m_trouble = state.trouble ? Wording::trouble(state) : Wording::Trouble();
    if (m_trouble.title.isEmpty()) {
        m_message->hide();
    } else if (m_message->isHidden() || m_message->title() != m_trouble.title) {
        m_message->say(MessageBar::Kind::Limited, m_trouble.title, m_trouble.detail,
                       m_trouble.action);
    }
}

void ConnectionPage::remedy()
{
    switch (m_trouble.remedy) {
    case Wording::Trouble::Remedy::None:
        break;
    case Wording::Trouble::Remedy::TryAgain:
        m_context.engine.retry(m_id);
        break;
    case Wording::Trouble::Remedy::EditConnection:
        m_context.editConnection(m_id);
        break;
    case Wording::Trouble::Remedy::OtherPort:
        m_context.engine.checkPort(m_spec.port, this, [this, id = m_id](bool isFree, quint16 next) {
            ConnectionSpec spec = m_spec;
            spec.port = isFree ? spec.port : next;
            if (id == m_id && spec.port != 0) {
                m_context.engine.changeConnection(id, spec);
            }
        });
        break;
    }
}

void ConnectionPage::setNumber(Page page, qint64 number)
{
    const auto index = static_cast<int>(m_tabPages.indexOf(page));
    if (index >= 0) {
        m_tabs->setNumber(index, number > 0 ? Wording::count(number) : QString(),
                          page == Page::Diagnosis && m_isLimited);
    }
}

void ConnectionPage::openPage(Page page)
{
    const auto index = static_cast<int>(m_tabPages.indexOf(page));
    if (index >= 0) {
        m_tabs->setCurrent(index);
        m_stack->setCurrentIndex(index);
        showButtons();
    }
}

void ConnectionPage::addComparison(const ReportTable& comparison)
{
    openPage(Page::Report);
    for (ConnectionView* const view : std::as_const(m_views)) {
        view->addComparison(comparison);
    }
}

void ConnectionPage::showCalls(const QString& title, const QList<ExchangeId>& calls)
{
    openPage(Page::Traffic);
    for (ConnectionView* const view : std::as_const(m_views)) {
        view->showCalls(title, calls);
    }
}

Page ConnectionPage::page() const
{
    return m_tabPages.value(m_stack->currentIndex());
}

std::optional<WallTime> ConnectionPage::moment() const
{
    return m_views.isEmpty() ? std::nullopt : m_views.at(m_stack->currentIndex())->moment();
}

void ConnectionPage::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const int bottom = m_tabs->geometry().bottom() + 1;
    painter.fillRect(QRect(0, bottom, width(), 1), m_context.theme.color(Color::BorderSubtle));
}

} // namespace Pacewatch
