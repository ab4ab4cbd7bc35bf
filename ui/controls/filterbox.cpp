#include "ui/controls/filterbox.h"

#include "core/store/callfilter.h"
#include "ui/wording/calls.h"

#include <QKeyEvent>

/// What the box does; how it looks is in filterboxface.cpp.
namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int LongestText = 500;

bool isToken(const QString& word)
{
    const qsizetype colon = word.indexOf(u':');
    return colon > 0 && callFilterNames().contains(word.left(colon).toLower())
        && readCallFilter(word).has_value();
}

} // namespace

FilterBox::FilterBox(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_edit(new QLineEdit(this))
{
    setFixedHeight(sizeHint().height());
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFocusProxy(m_edit);
    m_edit->setObjectName(u"filterEdit"_s);
    m_edit->setProperty("bare", true);
    m_edit->setFrame(false);
    m_edit->setMaxLength(LongestText);
    m_edit->setPlaceholderText(Wording::addFilter());
    m_edit->setAccessibleName(Wording::filterName());
    m_edit->installEventFilter(this);
    connect(m_edit, &QLineEdit::textEdited, this, &FilterBox::takeEdited);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

FilterBox::~FilterBox()
{
    delete m_offers;
}

QString FilterBox::text() const
{
    return (m_chips + m_edit->text().split(u' ', Qt::SkipEmptyParts)).join(u' ');
}

void FilterBox::setText(const QString& text)
{
    m_chips.clear();
    m_edit->setText(text);
    makeChips(true);
}

void FilterBox::setWrong(bool wrong)
{
    if (wrong != m_isWrong) {
        m_isWrong = wrong;
        update();
    }
}

void FilterBox::open()
{
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void FilterBox::clear()
{
    m_chips.clear();
    m_edit->clear();
    hideOffers();
    place();
    emit edited({});
}

void FilterBox::takeEdited()
{
    makeChips(false);
    offer();
    emit edited(text());
}

void FilterBox::makeChips(bool isDone)
{
    const QString line = m_edit->text();
    const qsizetype cursor = isDone ? -1 : m_edit->cursorPosition();
    QStringList rest;
    qsizetype newCursor = 0;
    qsizetype from = 0;
    for (const QString& word : line.split(u' ')) {
        const bool isTyped = cursor >= from && cursor <= from + word.size();
        if (!isTyped && isToken(word)) {
            m_chips.append(word);
        } else if (isTyped || !word.isEmpty()) {
            newCursor = isTyped ? rest.join(u' ').size() + (rest.isEmpty() ? 0 : 1) + cursor - from
                                : newCursor;
            rest.append(word);
        }
        from += word.size() + 1;
    }
    if (const QString text = rest.join(u' '); text != line && line.contains(u':')) {
        m_edit->setText(text);
        m_edit->setCursorPosition(int(newCursor));
    }
    place();
}

void FilterBox::removeChip(qsizetype chip)
{
    m_chips.removeAt(chip);
    place();
    emit edited(text());
}

void FilterBox::offer()
{
    const QString word = m_edit->text().left(m_edit->cursorPosition()).section(u' ', -1);
    const QString name = word.section(u':', 0, 0).toLower();
    const bool hasName = word.contains(u':') && callFilterNames().contains(name);
    if (!m_offers) {
        m_offers = new FilterOffers(m_theme, window());
        connect(m_offers, &FilterOffers::taken, this, &FilterBox::takeOffer);
    }
    m_offers->offer(offersFor(word, hasName && m_values ? m_values(name) : QStringList()), *this);
}

void FilterBox::hideOffers()
{
    if (m_offers) {
        m_offers->hide();
    }
}

void FilterBox::takeOffer(const QString& text)
{
    const QString line = m_edit->text();
    const int cursor = m_edit->cursorPosition();
    const qsizetype from = line.left(cursor).lastIndexOf(u' ') + 1;
    // A value ends the token, a name asks for its value.
    const QString word = text.endsWith(u':') ? text : text + u' ';
    m_edit->setText(line.left(from) + word + line.mid(cursor));
    m_edit->setCursorPosition(int(from + word.size()));
    takeEdited();
    if (!text.endsWith(u':')) {
        hideOffers();
    }
}

bool FilterBox::takeKey(int key)
{
    switch (key) {
    case Qt::Key_Escape:
        text().isEmpty() ? emit done() : clear();
        hideOffers();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const QString chosen = m_offers ? m_offers->chosen() : QString(); !chosen.isEmpty()) {
            takeOffer(chosen);
            return true;
        }
        makeChips(true);
        hideOffers();
        emit edited(text());
        emit done();
        return true;
    case Qt::Key_Down:
    case Qt::Key_Up:
        if (!m_offers || m_offers->isHidden()) {
            offer();
        } else {
            m_offers->step(key == Qt::Key_Down ? 1 : -1);
        }
        return true;
    case Qt::Key_Backspace:
        if (m_edit->cursorPosition() == 0 && !m_edit->hasSelectedText() && !m_chips.isEmpty()) {
            const QString chip = m_chips.takeLast();
            m_edit->setText(QString(chip + u' ' + m_edit->text()).trimmed());
            m_edit->setCursorPosition(int(chip.size()));
            place();
            return true;
        }
        return false;
    default:
        return false;
    }
}

bool FilterBox::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_edit && event->type() == QEvent::ShortcutOverride
        && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        if (takeKey(static_cast<QKeyEvent*>(event)->key())) {
            return true;
        }
    } else if (watched == m_edit && event->type() == QEvent::FocusIn) {
        const Qt::FocusReason reason = static_cast<QFocusEvent*>(event)->reason();
        // Not on mere arrival with Tab: the list would cover the table.
        if (reason == Qt::MouseFocusReason || reason == Qt::ShortcutFocusReason) {
            offer();
        }
        update();
    } else if (watched == m_edit && event->type() == QEvent::FocusOut) {
        hideOffers();
        update();
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBox::resizeEvent(QResizeEvent*)
{
    place();
}

void FilterBox::showEvent(QShowEvent*)
{
    place();
}

void FilterBox::mousePressEvent(QMouseEvent* event)
{
    for (qsizetype chip = 0; chip < m_chips.size(); ++chip) {
        if (crossOf(chip).contains(event->pos())) {
            removeChip(chip);
            return;
        }
    }
    m_edit->setFocus(Qt::MouseFocusReason);
}

} // namespace Pacewatch
