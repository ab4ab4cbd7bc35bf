#include "ui/views/evidence/unitchoice.h"

#include "ui/wording/fields.h"

#include <QLineEdit>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr SpanUnit Numbers[] = {SpanUnit::Guess, SpanUnit::Seconds, SpanUnit::Milliseconds,
                                SpanUnit::Microseconds, SpanUnit::Nanoseconds};

/// What logs and spreadsheets write; the day stands first in most countries.
const QStringList& usualPatterns()
{
    static const QStringList patterns{u"dd.MM.yyyy HH:mm:ss"_s, u"dd/MM/yyyy HH:mm:ss"_s,
                                      u"MM/dd/yyyy HH:mm:ss"_s, u"MM/dd/yyyy hh:mm:ss AP"_s,
                                      u"yyyy/MM/dd HH:mm:ss.S"_s};
    return patterns;
}

} // namespace

UnitChoice::UnitChoice(const QString& name, QWidget* parent)
    : FieldChoice(name, parent)
{
    setInsertPolicy(QComboBox::NoInsert);
    connect(this, &QComboBox::activated, this, [this] {
        m_shown = currentText();
        emit unitChosen();
    });
}

void UnitChoice::offer(Offer offer)
{
    m_offer = offer;
    clear();
    for (const SpanUnit unit : Numbers) {
        addItem(offer == Offer::Moments ? Wording::momentForm(unit) : Wording::unitName(unit),
                static_cast<int>(unit));
    }
    setEditable(offer == Offer::Moments);
    if (offer == Offer::Moments) {
        addItem(Wording::momentForm(SpanUnit::Iso), static_cast<int>(SpanUnit::Iso));
        for (const QString& pattern : usualPatterns()) {
            addItem(pattern, static_cast<int>(SpanUnit::Pattern));
        }
        lineEdit()->setAccessibleName(accessibleName());
        setCompleter(nullptr); // another form may begin as one that is offered
        connect(lineEdit(), &QLineEdit::editingFinished, this, &UnitChoice::takeTyped);
    }
    setMaxVisibleItems(count());
    setToolTip(offer == Offer::Moments ? Wording::momentFormTip() : QString());
}

void UnitChoice::showRole(const CallFactRole& role)
{
    const Offer wanted = isMoment(role.fact) ? Offer::Moments
        : hasUnit(role.fact)                 ? Offer::Spans
                                             : Offer::None;
    setVisible(wanted != Offer::None);
    if (wanted == Offer::None) {
        m_offer = Offer::None;
        return;
    }
    if (wanted != m_offer) {
        offer(wanted);
    }
    if (role.unit == SpanUnit::Pattern) {
        const QString pattern = QString::fromUtf8(role.pattern);
        const int known = findText(pattern);
        setCurrentIndex(known);
        setEditText(pattern);
    } else {
        setCurrentIndex(findData(static_cast<int>(role.unit)));
    }
    m_shown = currentText();
    if (lineEdit() != nullptr) {
        lineEdit()->setCursorPosition(0);
    }
}

void UnitChoice::takeTyped()
{
    if (currentText() != m_shown) {
        m_shown = currentText();
        const int known = findText(m_shown);
        if (known >= 0) {
            setCurrentIndex(known);
        }
        emit unitChosen();
    }
}

void UnitChoice::fill(CallFactRole& role) const
{
    const QString text = currentText().trimmed();
    const int known = m_offer == Offer::Moments ? findText(text) : currentIndex();
    role.unit = known >= 0 ? static_cast<SpanUnit>(itemData(known).toInt()) : SpanUnit::Pattern;
    if (role.unit == SpanUnit::Pattern) {
        role.pattern = text.toUtf8();
    }
}

} // namespace Pacewatch
