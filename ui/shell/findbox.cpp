#include "ui/shell/findbox.h"

#include "ui/wording/words.h"

#include <QKeyEvent>
#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

using Wording::say;
using Wording::Words;

constexpr int BoxWidth = 283;
constexpr int BoxHeight = 28;
constexpr int ListWidth = 420;
constexpr int RowHeight = 30;
constexpr int MostRows = 12;
constexpr int IconRoom = 32;

/// Every word that was typed must be somewhere in the text.
bool matches(const QString& text, const QString& typed)
{
    const QStringList words = typed.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(
        words, [&text](const QString& word) { return text.contains(word, Qt::CaseInsensitive); });
}

} // namespace

FindBox::FindBox(const Theme& theme, const Icons& icons, std::function<QList<FindEntry>()> entries,
                 QWidget* parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_entries(std::move(entries))
    , m_list(nullptr)
{
    setObjectName(u"findBox"_s);
    setProperty("bare", true);
    setFrame(false);
    setFixedSize(BoxWidth, BoxHeight);
    setTextMargins(IconRoom, 0, 58, 0);
    setPlaceholderText(say(Words::FindHint));
    setAccessibleName(say(Words::FindHint));
    connect(this, &QLineEdit::textEdited, this, &FindBox::refill);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

FindBox::~FindBox()
{
    delete m_list;
}

void FindBox::open()
{
    if (hasFocus()) {
        refill();
    } else {
        setFocus(Qt::ShortcutFocusReason);
    }
    selectAll();
}

QStringList FindBox::offered() const
{
    QStringList texts;
    for (const FindEntry& entry : m_shown) {
        texts.append(entry.text);
    }
    return texts;
}

void FindBox::focusInEvent(QFocusEvent* event)
{
    QLineEdit::focusInEvent(event);
    if (m_list == nullptr) {
        m_list = new QListWidget(window());
        m_list->setObjectName(u"findList"_s);
        m_list->setFrameShape(QFrame::Box);
        m_list->setFocusPolicy(Qt::NoFocus);
        m_list->setUniformItemSizes(true);
        connect(m_list, &QListWidget::itemClicked, this, &FindBox::runCurrent);
    }
    m_list->setStyleSheet(u"QListWidget { background: %1; border: 1px solid %2; border-radius: 8px;"
                          " padding: 4px; } QListWidget::item { padding: 5px; border-radius: 5px; }"
                          " QListWidget::item:selected { background: %3; }"_s.arg(
                              m_theme.color(Color::BgRaised).name(),
                              m_theme.color(Color::BorderDefault).name(),
                              m_theme.color(Color::SelectBg).name()));
    // Not on mere arrival with Tab: the list would cover the page.
    if (event->reason() != Qt::TabFocusReason && event->reason() != Qt::BacktabFocusReason
        && event->reason() != Qt::ActiveWindowFocusReason) {
        refill();
    }
}

void FindBox::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    if (m_list != nullptr && event->reason() != Qt::PopupFocusReason) {
        m_list->hide();
    }
}

void FindBox::refill()
{
    if (m_list == nullptr) {
        return;
    }
    const QList<FindEntry> all = m_entries();
    m_shown.clear();
    std::ranges::copy_if(all, std::back_inserter(m_shown), [this](const FindEntry& entry) {
        return matches(entry.text + u' ' + entry.aside, text());
    });
    m_list->clear();
    for (const FindEntry& entry : std::as_const(m_shown)) {
        const QString line
            = entry.aside.isEmpty() ? entry.text : entry.text + u"   "_s + entry.aside;
        auto* const item = new QListWidgetItem(entry.icon, line, m_list);
        item->setSizeHint(QSize(0, RowHeight));
    }
    if (m_shown.isEmpty()) {
        auto* const item = new QListWidgetItem(say(Words::FindNothing), m_list);
        item->setFlags(Qt::NoItemFlags);
        item->setSizeHint(QSize(0, RowHeight));
    }
    m_list->setCurrentRow(0);
    place();
}

void FindBox::place()
{
    const QPoint corner = mapTo(window(), QPoint(width() - ListWidth, height() + 5));
    const int rows = std::clamp(m_list->count(), 1, MostRows);
    m_list->setGeometry(corner.x(), corner.y(), ListWidth, rows * RowHeight + 12);
    m_list->show();
    m_list->raise();
}

void FindBox::close()
{
    clear();
    if (m_list != nullptr) {
        m_list->hide();
    }
    clearFocus();
}

void FindBox::runCurrent()
{
    const int row = m_list == nullptr ? -1 : m_list->currentRow();
    if (row < 0 || row >= m_shown.size()) {
        return;
    }
    const auto run = m_shown.at(row).run;
    close();
    run();
}

void FindBox::move(int by)
{
    if (m_list == nullptr) {
        return;
    }
    if (m_list->isHidden()) {
        refill();
        return;
    }
    m_list->setCurrentRow(std::clamp(m_list->currentRow() + by, 0, m_list->count() - 1));
}

void FindBox::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Escape:
        close();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        break;
    case Qt::Key_Down:
        move(1);
        break;
    case Qt::Key_Up:
        move(-1);
        break;
    default:
        QLineEdit::keyPressEvent(event);
    }
}

void FindBox::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(hasFocus() ? QPen(m_theme.color(Color::BorderFocus), 2)
                              : QPen(m_theme.color(Color::BorderDefault)));
    painter.setBrush(m_theme.color(Color::BgSurface));
    const qreal inset = hasFocus() ? 1 : 0.5;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 6, 6);
    m_icons.paint(painter, QRectF(10, 7, 14, 14), Icon::Search, Color::TextMuted);
    if (text().isEmpty()) {
        const QString keys = say(Words::FindKeys);
        painter.setFont(m_theme.font(FontRole::Axis));
        const int width = painter.fontMetrics().horizontalAdvance(keys) + 12;
        const QRectF frame(this->width() - width - 7.5, 5.5, width, 17);
        painter.setPen(m_theme.color(Color::BorderDefault));
        painter.drawRoundedRect(frame, 4, 4);
        painter.setPen(m_theme.color(Color::TextMuted));
        painter.drawText(frame, Qt::AlignCenter, keys);
    }
    painter.end();
    QLineEdit::paintEvent(event);
}

} // namespace Pacewatch
