#include "core/engine.h"
#include "ui/controls/button.h"
#include "ui/controls/card.h"
#include "ui/controls/messagebar.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/textlabel.h"
#include "ui/models/queuemodel.h"
#include "ui/views/queue/sendqueuecompose.h"
#include "ui/views/queue/sendqueuedelegate.h"
#include "ui/views/queue/sendqueuepace.h"
#include "ui/views/queue/sendqueueprogress.h"
#include "ui/views/queue/sendqueueview.h"
#include "ui/wording/queue.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QResizeEvent>
#include <QScrollArea>
#include <QShortcut>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

#include <array>

/// The building of the send queue's page; what it does is in sendqueueview.cpp.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

void SendQueueView::build()
{
    auto* page = new QVBoxLayout(this);
    page->setContentsMargins(20, 16, 20, 16);
    page->setSpacing(12);
    m_notice = new MessageBar(m_context.theme, m_context.icons, this);
    m_notice->setObjectName(u"queueNotice"_s);
    connect(m_notice, &MessageBar::actionTriggered, this, &SendQueueView::takeNoticeAction);
    page->addWidget(m_notice);
    page->addWidget(buildStrip());
    auto* columns = new QHBoxLayout;
    columns->setSpacing(13);
    columns->addWidget(buildLeft());
    auto* right = new QVBoxLayout;
    right->setSpacing(13);
    right->addWidget(buildProgress());
    right->addWidget(buildTable(), 1);
    columns->addLayout(right, 1);
    page->addLayout(columns, 1);

    auto* escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    connect(escape, &QShortcut::activated, m_keepThem, &QPushButton::click);
}

void SendQueueView::resizeEvent(QResizeEvent* event)
{
    ConnectionView::resizeEvent(event);
    // In a low window the table needs the room; what the chart shows is also said in words.
    constexpr int ChartNeeds = 560;
    m_chart->setVisible(event->size().height() >= ChartNeeds);
}

QWidget* SendQueueView::buildStrip()
{
    m_strip = new Card(m_context.theme, this);
    m_strip->setObjectName(u"targetStrip"_s);
    m_strip->setFixedHeight(44);
    auto* row = new QHBoxLayout(m_strip);
    row->setContentsMargins(9, 0, 16, 0);
    row->setSpacing(14);
    m_target = new SegmentedControl(m_context.theme, m_context.icons, m_strip);
    m_target->setObjectName(u"targetChoice"_s);
    m_target->setAccessibleName(Wording::targetChoice());
    connect(m_target, &SegmentedControl::chosen, this, &SendQueueView::chooseTarget);
    m_targetLine
        = new SentenceLabel(m_context.theme, FontRole::Body, Color::TextSecondary, m_strip);
    m_targetLine->setObjectName(u"targetLine"_s);
    m_targetLine->setSingleLine(true);
    auto* keyBox = new QWidget(m_strip);
    auto* key = new QHBoxLayout(keyBox);
    key->setContentsMargins(0, 0, 0, 0);
    key->setSpacing(6);
    auto* lock = new QLabel(keyBox);
    lock->setPixmap(m_context.icons.icon(Icon::Lock).pixmap(14, 14));
    m_key = new TextLabel(m_context.theme, FontRole::Mono, Color::TextSecondary);
    key->addWidget(lock);
    key->addWidget(m_key);
    row->addWidget(m_target);
    row->addWidget(m_targetLine, 1);
    row->addWidget(keyBox);
    return m_strip;
}

QWidget* SendQueueView::buildLeft()
{
    auto* inner = new QWidget;
    inner->setObjectName(u"queueLeft"_s);
    auto* left = new QVBoxLayout(inner);
    left->setContentsMargins(0, 0, 0, 0);
    left->setSpacing(13);
    m_compose = new SendQueueCompose(m_context, inner);
    connect(m_compose, &SendQueueCompose::added, this, [this](const QList<SendDraft>& drafts) {
        m_context.engine.enqueue(m_connection, drafts);
    });
    m_pace = new SendQueuePace(m_context, inner);
    connect(m_pace, &SendQueuePace::chosen, this,
            [this](const Pace& pace) { m_context.engine.setPace(m_connection, pace); });
    left->addWidget(m_compose);
    left->addWidget(m_pace, 1);
    // At small sizes the two cards scroll; they never shrink.
    auto* scroll = new QScrollArea(this);
    scroll->setObjectName(u"queueLeftScroll"_s);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(inner);
    scroll->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    scroll->setFixedWidth(344);
    return scroll;
}

QWidget* SendQueueView::buildProgress()
{
    auto* card = new Card(m_context.theme, this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(16, 10, 16, 8);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setSpacing(10);
    m_progress = new TextLabel(m_context.theme, FontRole::Subtitle, Color::TextPrimary);
    m_progress->setObjectName(u"progressText"_s);
    m_progressAside = new TextLabel(m_context.theme, FontRole::Body, Color::TextSecondary);
    m_progressAside->setObjectName(u"progressAside"_s);
    m_progressAside->setElided(true);
    m_run = new Button(QString(), Button::Kind::Default, card);
    m_run->setObjectName(u"runButton"_s);
    connect(m_run, &QPushButton::clicked, this, &SendQueueView::startOrPause);
    m_keepThem = new Button(Wording::keepThem(), Button::Kind::Flat, card);
    m_keepThem->setObjectName(u"keepThemButton"_s);
    connect(m_keepThem, &QPushButton::clicked, this, [this] {
        m_asksCancel = false;
        showButtons(queueState());
    });
    m_cancel = new Button(QString(), Button::Kind::Danger, card);
    m_cancel->setObjectName(u"cancelQueuedButton"_s);
    m_cancel->setIcon(m_context.icons.icon(Icon::Cross, Color::StateLimitedFg));
    connect(m_cancel, &QPushButton::clicked, this, &SendQueueView::cancelWaiting);
    head->addWidget(m_progress);
    head->addWidget(m_progressAside, 1);
    head->addWidget(m_run);
    head->addWidget(m_keepThem);
    head->addWidget(m_cancel);
    auto* headBox = new QWidget(card);
    headBox->setFixedHeight(34);
    head->setContentsMargins(0, 0, 0, 0);
    headBox->setLayout(head);
    column->addWidget(headBox);
    column->addSpacing(8);
    m_bar = new SendQueueProgress(m_context.theme, card);
    m_bar->setObjectName(u"queueProgress"_s);
    column->addWidget(m_bar);
    column->addSpacing(8);
    m_chart = new ForecastChart(m_context.theme, card);
    m_chart->setObjectName(u"forecastChart"_s);
    m_chart->setAccessibleName(Wording::forecastName());
    column->addWidget(m_chart);
    return card;
}

QWidget* SendQueueView::buildTable()
{
    auto* card = new Card(m_context.theme, this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    column->setSpacing(0);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(16, 5, 8, 6);
    head->setSpacing(8);
    head->addWidget(new TextLabel(m_context.theme, FontRole::Section, Color::TextPrimary,
                                  Wording::queueTitle()));
    head->addStretch();
    m_clearDone = new Button(Wording::clearDone(), Button::Kind::Flat, card);
    m_clearDone->setObjectName(u"clearDoneButton"_s);
    m_clearDone->setCompact(true);
    connect(m_clearDone, &QPushButton::clicked, this, [this] {
        m_context.engine.clearDone(m_connection);
        keptOf(m_connection).model->removeDone();
        showCounts();
    });
    head->addWidget(m_clearDone);
    m_choice = new SegmentedControl(m_context.theme, m_context.icons, card);
    m_choice->setObjectName(u"itemChoice"_s);
    m_choice->setAccessibleName(Wording::itemChoiceName());
    for (int choice = 0; choice < 3; ++choice) {
        m_choice->addSegment(Wording::itemChoice(choice, 0));
    }
    connect(m_choice, &SegmentedControl::chosen, this,
            [this](int choice) { m_filter->setChoice(QueueFilter::Choice(choice)); });
    head->addWidget(m_choice);
    column->addLayout(head);

    auto* empty = new QWidget(card);
    auto* words = new QVBoxLayout(empty);
    words->addStretch();
    words->addWidget(new TextLabel(m_context.theme, FontRole::Subtitle, Color::TextPrimary,
                                   Wording::nothingToSend()),
                     0, Qt::AlignHCenter);
    words->addWidget(
        new TextLabel(m_context.theme, FontRole::Body, Color::TextSecondary, Wording::startDry()),
        0, Qt::AlignHCenter);
    auto* add = new Button(Wording::addMessages(), Button::Kind::Default, empty);
    add->setObjectName(u"addMessagesButton"_s);
    connect(add, &QPushButton::clicked, m_compose, &SendQueueCompose::start);
    words->addSpacing(6);
    words->addWidget(add, 0, Qt::AlignHCenter);
    words->addStretch();

    m_table = new QTableView(card);
    m_table->setObjectName(u"queueTable"_s);
    m_table->setAccessibleName(Wording::queueTitle());
    m_table->setModel(m_filter);
    auto* delegate = new SendQueueDelegate(m_context.theme, m_context.icons, m_table);
    m_table->setItemDelegate(delegate);
    connect(delegate, &SendQueueDelegate::againAsked, this, &SendQueueView::sendItemAgain);
    connect(delegate, &SendQueueDelegate::leaveAsked, this, [this](const QModelIndex& index) {
        keptOf(m_connection).model->leave(ItemId(index.data(QueueModel::ItemRole).toULongLong()));
    });
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &SendQueueView::openItemMenu);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setDefaultSectionSize(
        m_context.theme.pixels("size.tableRowRoomy"_L1));
    QHeaderView* header = m_table->horizontalHeader();
    header->setFixedHeight(m_context.theme.pixels("size.tableHeader"_L1));
    header->setHighlightSections(false);
    header->setStyleSheet(u"QHeaderView::section:first { padding-left: 16px; } "
                          "QHeaderView::section:last { padding-right: 16px; }"_s);
    // The model comes with the connection; the sections are set when there are some.
    connect(header, &QHeaderView::sectionCountChanged, this, [header](int, int count) {
        if (count != QueueModel::ColumnCount) {
            return;
        }
        constexpr std::array Sections{52, 144, 136, 128, 120, 86};
        for (int section = 0; section < count; ++section) {
            header->resizeSection(section, Sections.at(std::size_t(section)));
        }
        header->setSectionResizeMode(QueueModel::AnswerColumn, QHeaderView::Stretch);
    });

    m_stack = new QStackedLayout;
    m_stack->addWidget(empty);
    m_stack->addWidget(m_table);
    column->addLayout(m_stack, 1);
    return card;
}

} // namespace Pacewatch
