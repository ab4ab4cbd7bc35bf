#include "ui/controls/keyfield.h"

#include "ui/wording/words.h"

#include <QToolButton>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int EyeSide = 28;

} // namespace

KeyField::KeyField(const Theme& theme, const Icons& icons, QWidget* parent)
    : QLineEdit(parent)
    , m_eye(new QToolButton(this))
{
    setFont(theme.font(FontRole::Mono));
    setEchoMode(QLineEdit::Password);
    setInputMethodHints(Qt::ImhSensitiveData | Qt::ImhNoPredictiveText | Qt::ImhNoAutoUppercase);
    setTextMargins(0, 0, EyeSide, 0);
    m_eye->setIcon(icons.icon(Icon::Eye, Color::TextMuted));
    m_eye->setIconSize(QSize(16, 16));
    m_eye->setAutoRaise(true);
    m_eye->setCursor(Qt::ArrowCursor);
    m_eye->setStyleSheet(u"border: none; background: transparent;"_s);
    m_eye->setFocusPolicy(Qt::NoFocus);
    m_eye->setToolTip(Wording::say(Wording::Words::ShowKey));
    m_eye->setAccessibleName(Wording::say(Wording::Words::ShowKey));
    connect(m_eye, &QToolButton::pressed, this, [this] { showWhole(true); });
    connect(m_eye, &QToolButton::released, this, [this] { showWhole(false); });
    connect(this, &QLineEdit::textEdited, this, &KeyField::takeText);
}

Secret KeyField::key() const
{
    return Secret(QByteArray(m_key.constData(), m_key.size()));
}

void KeyField::takeText()
{
    m_key = text().trimmed().toUtf8();
    emit keyChanged();
}

void KeyField::showMask()
{
    m_isMasked = hasKey();
    if (m_isMasked) {
        setEchoMode(QLineEdit::Normal);
        setText(maskedKey(m_key));
    }
}

void KeyField::showWhole(bool whole)
{
    if (whole && hasKey()) {
        setEchoMode(QLineEdit::Normal);
        setText(QString::fromUtf8(m_key));
    } else if (hasFocus()) {
        setEchoMode(QLineEdit::Password);
    } else {
        showMask();
    }
}

void KeyField::focusInEvent(QFocusEvent* event)
{
    if (m_isMasked) {
        m_isMasked = false;
        setEchoMode(QLineEdit::Password);
        setText(QString::fromUtf8(m_key));
    }
    QLineEdit::focusInEvent(event);
}

void KeyField::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    showMask();
}

void KeyField::resizeEvent(QResizeEvent* event)
{
    QLineEdit::resizeEvent(event);
    m_eye->setGeometry(width() - EyeSide - 2, (height() - EyeSide) / 2, EyeSide, EyeSide);
}

} // namespace Pacewatch
