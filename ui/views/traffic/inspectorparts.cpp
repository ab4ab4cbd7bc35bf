#include "ui/views/traffic/inspectorparts.h"

#include "ui/wording/wording.h"

#include <QPainter>
#include <QRegularExpression>

#include <algorithm>
#include <array>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int LineHeight = 26;
constexpr int NameWidth = 168;
constexpr int TimingHeight = 46;

} // namespace

InspectorFields::InspectorFields(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void InspectorFields::setLines(const QList<Wording::FieldLine>& lines)
{
    m_lines = lines;
    QStringList spoken;
    for (const Wording::FieldLine& line : lines) {
        spoken += line.name + u' ' + line.value + u' ' + line.meaning;
    }
    setAccessibleName(spoken.join(u'\n'));
    setFixedHeight(std::max(int(lines.size()), 1) * LineHeight);
    update();
}

void InspectorFields::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QFont mono = m_theme.font(FontRole::Mono);
    const QFontMetrics metrics(mono);
    if (m_lines.isEmpty()) {
        painter.setFont(m_theme.font(FontRole::Body));
        painter.setPen(m_theme.color(Color::TextMuted));
        painter.drawText(rect(), Qt::AlignLeft | Qt::AlignVCenter, Wording::noLimitFields());
        return;
    }
    for (int row = 0; row < m_lines.size(); ++row) {
        const Wording::FieldLine& line = m_lines.at(row);
        const QRect box(0, row * LineHeight, width(), LineHeight);
        painter.fillRect(QRect(0, box.bottom(), width(), 1), m_theme.color(Color::BorderSubtle));
        painter.setFont(mono);
        painter.setPen(m_theme.color(Color::TextSecondary));
        painter.drawText(box.adjusted(0, 0, 0, -1), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(line.name, Qt::ElideRight, NameWidth - 8));
        const QRect rest = box.adjusted(NameWidth, 0, 0, -1);
        const QFont plain = m_theme.font(FontRole::Hint);
        const int meaning
            = line.meaning.isEmpty() ? 0 : QFontMetrics(plain).horizontalAdvance(line.meaning) + 8;
        const QString value
            = metrics.elidedText(line.value.simplified(), Qt::ElideRight, rest.width() - meaning);
        painter.setPen(m_theme.color(Color::TextPrimary));
        painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter, value);
        painter.setFont(plain);
        painter.setPen(m_theme.color(Color::TextMuted));
        painter.drawText(rest.adjusted(metrics.horizontalAdvance(value) + 8, 0, 0, 0),
                         Qt::AlignLeft | Qt::AlignVCenter, line.meaning);
    }
}

InspectorTiming::InspectorTiming(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setFixedHeight(4 * TimingHeight);
}

void InspectorTiming::setExchange(const Exchange& exchange)
{
    // From sent on, the parts lie inside one another; here they stand in a row.
    const Duration connecting = std::min(exchange.connecting, exchange.took);
    const Duration first
        = std::clamp<Duration>(exchange.firstByte, Duration::zero(), exchange.took);
    m_parts = {exchange.held, connecting, std::max(first - connecting, Duration::zero()),
               std::max(exchange.took - std::max(first, connecting), Duration::zero())};
    m_isTookKnown = exchange.took > Duration::zero();
    QStringList spoken;
    for (int part = 0; part < m_parts.size(); ++part) {
        spoken += Wording::timingPart(part) + u' ' + partText(part);
    }
    setAccessibleName(spoken.join(u'\n'));
    update();
}

QString InspectorTiming::partText(int part) const
{
    const bool isHeld = part == 0;
    return isHeld || m_isTookKnown ? Wording::duration(m_parts.at(part)) : Wording::missing();
}

void InspectorTiming::paintEvent(QPaintEvent*)
{
    if (m_parts.isEmpty()) {
        return;
    }
    constexpr std::array Colors{Color::StateWaitingFill, Color::SeriesDay, Color::SeriesCallStrong,
                                Color::SeriesMinute};
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    Duration whole{1};
    for (const Duration part : m_parts) {
        whole += part;
    }
    Duration before{};
    for (int row = 0; row < m_parts.size(); ++row) {
        const QRect box(0, row * TimingHeight, width(), TimingHeight);
        painter.setFont(m_theme.font(FontRole::Body));
        painter.setPen(m_theme.color(Color::TextSecondary));
        painter.drawText(box.adjusted(0, 4, 0, -20), Qt::AlignLeft | Qt::AlignVCenter,
                         Wording::timingPart(row));
        painter.setPen(m_theme.color(Color::TextPrimary));
        painter.drawText(box.adjusted(0, 4, 0, -20), Qt::AlignRight | Qt::AlignVCenter,
                         partText(row));
        const QRectF track(0, box.top() + 30, width(), 8);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Color::GaugeTrack));
        painter.drawRoundedRect(track, 3, 3);
        if (m_parts.at(row) > Duration::zero()) {
            const double from = toSeconds(before) / toSeconds(whole) * width();
            const double length = toSeconds(m_parts.at(row)) / toSeconds(whole) * width();
            painter.setBrush(m_theme.color(Colors.at(std::size_t(row))));
            painter.drawRoundedRect(QRectF(from, track.top(), std::max(length, 3.0), 8), 3, 3);
        }
        before += m_parts.at(row);
    }
}

MaskHighlighter::MaskHighlighter(const Theme& theme, QTextDocument* document)
    : QSyntaxHighlighter(document)
    , m_theme(theme)
{
    connect(&theme, &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void MaskHighlighter::highlightBlock(const QString& text)
{
    // A run that holds dots, as far as it has no quotes or line of its own: "+34 ••• ••• •27".
    static const QRegularExpression masked(u"[^\\s\",:{}]*(?:\\+\\d+ )?[^\\s\":{},]*•[^\":{},]*"_s);
    QTextCharFormat format;
    format.setForeground(m_theme.color(Color::TextLink));
    format.setBackground(m_theme.color(Color::AccentSoft));
    auto matches = masked.globalMatch(text);
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        setFormat(int(match.capturedStart()), int(match.capturedLength()), format);
    }
}

} // namespace Pacewatch
