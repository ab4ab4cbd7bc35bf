#include "ui/views/practice/practiceview.h"

#include "core/emulator/drawing.h"
#include "ui/charts/countchart.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/chip.h"
#include "ui/controls/textlabel.h"
#include "ui/models/feed.h"
#include "ui/views/practice/practiceanswers.h"
#include "ui/views/practice/practicecard.h"
#include "ui/views/practice/practiceform.h"
#include "ui/wording/practice.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

#include <optional>
#include <utility>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Where the gateway listens when nobody else does: an address people may keep in their programs.
constexpr quint16 UsualPort = 8089;

} // namespace

PracticeView::PracticeView(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
{
    setObjectName(u"practiceView"_s);
    build();
    connect(&context.feed, &Feed::stateArrived, this, &PracticeView::takeState);
    connect(&context.feed, &Feed::emulatorAnswersArrived, this, &PracticeView::takeAnswers);
    takeState(context.feed.state());
}

void PracticeView::build()
{
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(0, 0, 0, 0);
    page->setSpacing(0);
    page->addWidget(buildHeader());
    auto* columns = new QHBoxLayout;
    columns->setContentsMargins(20, 16, 20, 16);
    columns->setSpacing(13);

    auto* formCard = new Card(m_context.theme, this);
    formCard->setFixedWidth(356);
    auto* formBox = new QVBoxLayout(formCard);
    formBox->setContentsMargins(1, 1, 1, 1);
    m_form = new PracticeForm(m_context.theme, m_context.icons, m_context.engine.profiles());
    connect(m_form, &PracticeForm::changed, this, &PracticeView::change);
    auto* scroll = new QScrollArea(formCard);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(m_form);
    scroll->viewport()->setAutoFillBackground(false);
    m_form->setAutoFillBackground(false);
    formBox->addWidget(scroll);
    columns->addWidget(formCard);
    columns->addWidget(buildRight(), 1);
    page->addLayout(columns, 1);
}

QWidget* PracticeView::buildHeader()
{
    const Theme& theme = m_context.theme;
    auto* header = new QWidget(this);
    header->setFixedHeight(56);
    auto* row = new QHBoxLayout(header);
    row->setContentsMargins(20, 0, 20, 0);
    row->setSpacing(12);
    auto* flask = new QLabel(header);
    const auto draw
        = [this, flask] { flask->setPixmap(m_context.icons.icon(Icon::Flask).pixmap(22, 22)); };
    draw();
    connect(&theme, &Theme::changed, flask, draw);
    m_running = new Chip(theme, QString(), header);
    m_running->setObjectName(u"runningChip"_s);
    m_address = new TextLabel(theme, FontRole::Mono, Color::TextMuted);
    m_address->setObjectName(u"practiceAddress"_s);
    m_address->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_copy = new Button(Wording::copyPracticeAddress(), Button::Kind::Flat, header);
    m_copy->setObjectName(u"copyPracticeButton"_s);
    m_copy->setCompact(true);
    m_copy->setIcon(m_context.icons.icon(Icon::Copy, Color::TextLink));
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_state.address); });
    m_trouble = new TextLabel(theme, FontRole::Body, Color::StateLimitedFg);
    m_trouble->setElided(true);
    m_openMonitor = new Button(Wording::openItsMonitor(), Button::Kind::Flat, header);
    m_openMonitor->setObjectName(u"openMonitorButton"_s);
    connect(m_openMonitor, &QPushButton::clicked, this, &PracticeView::openMonitor);
    m_reset = new Button(Wording::resetCounters(), Button::Kind::Default, header);
    m_reset->setObjectName(u"resetCountersButton"_s);
    m_reset->setIcon(m_context.icons.icon(Icon::Reset));
    connect(m_reset, &QPushButton::clicked, this, [this] {
        m_context.engine.resetEmulatorCounters();
        m_chart->clearSamples();
        m_answers->clear();
    });
    m_startStop = new Button(QString(), Button::Kind::Default, header);
    m_startStop->setObjectName(u"startStopButton"_s);
    connect(m_startStop, &QPushButton::clicked, this, &PracticeView::startOrStop);
    row->addWidget(flask);
    row->addWidget(
        new TextLabel(theme, FontRole::Title, Color::TextPrimary, Wording::practiceTitle()));
    row->addWidget(m_running);
    row->addWidget(m_address);
    row->addWidget(m_copy);
    row->addWidget(m_trouble, 1);
    row->addStretch();
    row->addWidget(m_openMonitor);
    row->addWidget(m_reset);
    row->addWidget(m_startStop);
    return header;
}

QWidget* PracticeView::buildRight()
{
    const Theme& theme = m_context.theme;
    auto* right = new QWidget;
    auto* column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(13);
    auto* cards = new QGridLayout;
    cards->setSpacing(13);
    int at = 0;
    for (const Scenario& scenario : builtInScenarios()) {
        const auto profile = m_context.engine.profiles().find(scenario.gateway.profileId);
        auto* card = new PracticeCard(
            theme, m_context.icons, scenario,
            profile ? drawScenario(scenario, *profile) : QList<DrawnStep>(), right);
        connect(card, &QAbstractButton::clicked, this, [this, card] { play(card->scenarioId()); });
        m_cards.append(card);
        cards->addWidget(card, at / 3, at % 3);
        ++at;
    }
    column->addLayout(cards);

    auto* counts = new Card(theme, right);
    auto* countsBox = new QVBoxLayout(counts);
    countsBox->setContentsMargins(16, 9, 16, 11);
    countsBox->setSpacing(8);
    auto* head = new QHBoxLayout;
    m_countsTitle = new TextLabel(theme, FontRole::Section, Color::TextPrimary);
    auto* hint = new TextLabel(theme, FontRole::Hint, Color::TextMuted, Wording::countsHint());
    hint->setElided(true);
    hint->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    head->addWidget(m_countsTitle);
    head->addWidget(hint, 1);
    countsBox->addLayout(head);
    m_chart = new CountChart(theme, counts);
    m_chart->setObjectName(u"countChart"_s);
    countsBox->addWidget(m_chart);
    column->addWidget(counts);

    auto* last = new Card(theme, right);
    auto* lastBox = new QVBoxLayout(last);
    lastBox->setContentsMargins(1, 9, 1, 8);
    lastBox->setSpacing(6);
    auto* lastHead = new QHBoxLayout;
    lastHead->setContentsMargins(15, 0, 15, 0);
    m_sum = new TextLabel(theme, FontRole::Hint, Color::TextMuted);
    m_sum->setObjectName(u"answersSum"_s);
    lastHead->addWidget(
        new TextLabel(theme, FontRole::Section, Color::TextPrimary, Wording::lastAnswers()));
    lastHead->addStretch();
    lastHead->addWidget(m_sum);
    lastBox->addLayout(lastHead);
    m_answers = new PracticeAnswers(theme, last);
    m_answers->setObjectName(u"lastAnswers"_s);
    lastBox->addWidget(m_answers, 1);
    column->addWidget(last, 1);

    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(right);
    scroll->viewport()->setAutoFillBackground(false);
    right->setAutoFillBackground(false);
    return scroll;
}

void PracticeView::takeState(const EngineState& state)
{
    m_state = state.emulator;
    m_running->setText(m_state.isRunning ? Wording::isRunning() : Wording::isStopped());
    m_running->setTone(m_state.isRunning ? std::optional(Standing::Clear) : std::nullopt);
    m_running->setIcon(m_context.icons,
                       m_state.isRunning ? std::optional(Icon::Check) : std::nullopt);
    m_address->setText(m_state.isRunning ? m_state.address : QString());
    m_copy->setVisible(m_state.isRunning);
    m_trouble->setText(m_state.trouble.value_or(QString()));
    m_reset->setEnabled(m_state.isRunning);
    m_startStop->setText(m_state.isRunning ? Wording::stopGateway() : Wording::startGateway());
    m_startStop->setKind(m_state.isRunning ? Button::Kind::Default : Button::Kind::Primary);
    m_startStop->setIcon(
        m_context.icons.icon(m_state.isRunning ? Icon::Stop : Icon::Play,
                             m_state.isRunning ? Color::TextSecondary : Color::TextOnAccent));
    if (m_state.isRunning) {
        m_form->setSettings(m_state.settings);
        if (!m_pendingScenario.isEmpty()) {
            m_context.engine.playScenario(std::exchange(m_pendingScenario, {}));
        }
    }
    m_openMonitor->setVisible(!m_state.scenario.isEmpty());
    for (PracticeCard* card : m_cards) {
        card->setPlaying(!m_state.scenario.isEmpty() && card->scenarioId() == m_state.scenario);
    }
    m_countsTitle->setText(Wording::countsTitle(m_state.window));
    if (m_state.isRunning && m_state.limit > 0) {
        m_chart->addSample(
            {m_context.engine.clock().wallNow(), m_state.usedByClient, m_state.usedByOther},
            m_state.limit, m_state.window, m_state.refused > 0);
    }
    m_sum->setText(Wording::answersSum(m_state.answers, m_state.refused));
}

void PracticeView::takeAnswers(const QList<EmulatorAnswer>& answers)
{
    m_answers->add(answers);
}

void PracticeView::change(const EmulatorSettings& settings)
{
    if (m_state.isRunning) {
        m_context.engine.changeEmulator(settings);
    }
}

void PracticeView::startOrStop()
{
    m_pendingScenario.clear();
    if (m_state.isRunning) {
        m_context.engine.stopEmulator();
    } else {
        start(m_form->settings());
    }
}

void PracticeView::start(const EmulatorSettings& settings)
{
    m_context.engine.checkPort(UsualPort, this, [this, settings](bool isFree, quint16) {
        EmulatorSettings placed = settings;
        placed.port = isFree ? UsualPort : 0;
        m_context.engine.startEmulator(placed);
    });
}

void PracticeView::play(const QString& scenarioId)
{
    m_pendingScenario.clear();
    if (m_state.scenario == scenarioId) {
        m_context.engine.stopScenario();
    } else if (m_state.isRunning) {
        m_context.engine.playScenario(scenarioId);
    } else if (const std::optional<Scenario> scenario = findScenario(scenarioId)) {
        // It plays on whatever port the gateway has: so that comes first.
        m_pendingScenario = scenarioId;
        start(scenario->gateway);
    }
}

void PracticeView::openMonitor()
{
    for (const ConnectionState& connection : m_context.feed.state().connections) {
        if (connection.spec.isPractice && connection.spec.customer == playedCustomer()) {
            m_context.selectConnection(connection.id);
            return;
        }
    }
}

QString PracticeView::playedCustomer() const
{
    const std::optional<Scenario> scenario = findScenario(m_state.scenario);
    return scenario ? u"Practice: "_s + scenario->name : QString();
}

} // namespace Pacewatch
