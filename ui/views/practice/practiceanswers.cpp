#include "ui/views/practice/practiceanswers.h"

#include "ui/controls/tabular.h"
#include "ui/wording/practice.h"
#include "ui/wording/wording.h"

#include <QPainter>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int Side = 16;
constexpr QSizeF StatusChip(36, 20);
/// Where the columns begin, as shares of the width: call, status, who.
constexpr double CallAt = 0.249;
constexpr double StatusAt = 0.578;
constexpr double WhoAt = 0.695;
constexpr int MethodWidth = 36;

} // namespace

PracticeAnswers::PracticeAnswers(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setAccessibleName(Wording::lastAnswers());
    setMinimumHeight(2 * theme.pixels("size.tableRow"_L1));
}

void PracticeAnswers::add(const QList<EmulatorAnswer>& answers)
{
    for (const EmulatorAnswer& answer : answers.last(std::min(answers.size(), MostKept))) {
        m_answers.prepend(answer);
    }
    m_answers.resize(std::min(m_answers.size(), MostKept));
    const EmulatorAnswer& newest = m_answers.first();
    setAccessibleDescription(QString::fromUtf8(newest.method + ' ' + newest.path) + u' '
                             + QString::number(newest.status));
    update();
}

void PracticeAnswers::clear()
{
    m_answers.clear();
    update();
}

void PracticeAnswers::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const int height = m_theme.pixels("size.tableRow"_L1);
    const QFont body = m_theme.font(FontRole::Body);
    const QFont mono = m_theme.font(FontRole::Mono);
    const double all = width();
    if (m_answers.isEmpty()) {
        painter.setFont(body);
        painter.setPen(m_theme.color(Color::TextMuted));
        painter.drawText(rect(), Qt::AlignCenter, Wording::noAnswers());
        return;
    }
    int top = 0;
    for (const EmulatorAnswer& answer : m_answers) {
        if (top + height > this->height()) {
            return;
        }
        const QRectF box(0, top, all, height - 1);
        painter.fillRect(QRectF(0, box.bottom(), all, 1), m_theme.color(Color::BorderSubtle));
        painter.setFont(body);
        painter.setPen(m_theme.color(Color::TextPrimary));
        drawTabular(painter, box.adjusted(Side, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                    Wording::clockWithMilliseconds(answer.at));
        painter.setPen(m_theme.color(Color::TextSecondary));
        painter.drawText(box.adjusted(all * WhoAt, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         Wording::whoAsked(answer));
        drawTabular(painter, box.adjusted(0, 0, -Side, 0), Qt::AlignRight | Qt::AlignVCenter,
                    Wording::answerLeft(answer));
        painter.setFont(mono);
        painter.setPen(m_theme.color(Color::TextMuted));
        const QString method = QString::fromUtf8(answer.method);
        const double call = all * CallAt;
        painter.drawText(box.adjusted(call, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, method);
        const double methodWidth
            = std::max<double>(QFontMetricsF(mono).horizontalAdvance(method) + 8, MethodWidth);
        const QRectF path(call + methodWidth, top, all * StatusAt - call - methodWidth - 8,
                          height - 1);
        painter.setPen(m_theme.color(Color::TextPrimary));
        painter.drawText(path, Qt::AlignLeft | Qt::AlignVCenter,
                         QFontMetricsF(mono).elidedText(QString::fromUtf8(answer.path),
                                                        Qt::ElideMiddle, path.width()));
        const bool isRefused = answer.status == 429;
        const bool isError = !isRefused && answer.status >= 400;
        QRectF chip(QPointF(all * StatusAt, 0), StatusChip);
        chip.moveTop(box.center().y() - chip.height() / 2);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(isRefused     ? Color::StateLimitedSoft
                                           : isError ? Color::StateTightSoft
                                                     : Color::StateClearSoft));
        painter.drawRoundedRect(chip, 4, 4);
        painter.setFont(m_theme.font(FontRole::BodyStrong));
        painter.setPen(m_theme.color(isRefused     ? Color::StateLimitedFg
                                         : isError ? Color::StateTightFg
                                                   : Color::StateClearFg));
        painter.drawText(chip, Qt::AlignCenter, QString::number(answer.status));
        top += height;
    }
}

} // namespace Pacewatch
