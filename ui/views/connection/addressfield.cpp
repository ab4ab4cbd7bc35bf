#include "ui/views/connection/addressfield.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr int FieldPadding = 11;
constexpr int SignSide = 14;

} // namespace

AddressField::AddressField(const Theme& theme, const Icons& icons, QWidget* parent)
    : QLineEdit(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_scheme(u"https"_s)
{
    setFont(theme.font(FontRole::Mono));
    connect(this, &QLineEdit::textEdited, this, &AddressField::splitScheme);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    fitMargins();
}

void AddressField::setAddress(const QString& scheme, const QString& rest)
{
    m_scheme = scheme;
    if (text() != rest) {
        setText(rest);
    }
    fitMargins();
}

QString AddressField::address() const
{
    const QString rest = text().trimmed();
    return rest.isEmpty() || rest.contains("://"_L1) ? rest : m_scheme + "://"_L1 + rest;
}

void AddressField::splitScheme()
{
    const QString typed = text().trimmed();
    for (const auto scheme : {"https"_L1, "http"_L1}) {
        if (typed.startsWith(scheme + "://"_L1, Qt::CaseInsensitive)) {
            setAddress(scheme, typed.mid(scheme.size() + 3));
        }
    }
}

void AddressField::setReach(Reach reach, const QString& words)
{
    m_reach = reach;
    m_words = words;
    setAccessibleDescription(words);
    fitMargins();
    update();
}

void AddressField::fitMargins()
{
    const QFontMetrics mono(m_theme.font(FontRole::Mono));
    const QFontMetrics label(m_theme.font(FontRole::Label));
    const int right = m_words.isEmpty() ? 0 : label.horizontalAdvance(m_words) + SignSide + 10;
    setTextMargins(mono.horizontalAdvance(m_scheme + "://"_L1) - 1, 0, right, 0);
}

void AddressField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    painter.setFont(m_theme.font(FontRole::Mono));
    painter.setPen(m_theme.color(Color::TextMuted));
    painter.drawText(rect().adjusted(FieldPadding, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                     m_scheme + "://"_L1);
    if (m_words.isEmpty()) {
        return;
    }
    const Color color = m_reach == Reach::Reachable ? Color::StateClearFg
        : m_reach == Reach::NotReachable            ? Color::StateLimitedFg
                                                    : Color::TextMuted;
    painter.setFont(m_theme.font(FontRole::Label));
    painter.setPen(m_theme.color(color));
    const QRect words = rect().adjusted(0, 0, -FieldPadding, 0);
    painter.drawText(words, Qt::AlignVCenter | Qt::AlignRight, m_words);
    if (m_reach == Reach::Checking) {
        return;
    }
    const int left
        = words.right() - painter.fontMetrics().horizontalAdvance(m_words) - SignSide - 4;
    m_icons.paint(painter, QRectF(left, (height() - SignSide) / 2.0, SignSide, SignSide),
                  m_reach == Reach::Reachable ? Icon::Check : Icon::Info, color);
}

} // namespace Pacewatch
