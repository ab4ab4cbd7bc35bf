#include "ui/views/traffic/callcompare.h"

#include "ui/controls/textlabel.h"
#include "ui/models/messagetext.h"
#include "ui/views/traffic/messagepane.h"
#include "ui/wording/calls.h"
#include "ui/wording/traffic.h"

#include <QPlainTextEdit>
#include <QTextBlock>
#include <QVBoxLayout>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Equal lines shown on both sides of a difference.
constexpr qsizetype Context = 2;

bool isNearDifference(const QList<DiffLine>& lines, qsizetype at)
{
    const qsizetype from = std::max<qsizetype>(at - Context, 0);
    const qsizetype to = std::min(at + Context + 1, lines.size());
    return std::any_of(lines.begin() + from, lines.begin() + to,
                       [](const DiffLine& each) { return each.kind != DiffLine::Kind::Same; });
}

qint64 differencesIn(const QList<DiffLine>& lines)
{
    return std::count_if(lines.begin(), lines.end(),
                         [](const DiffLine& each) { return each.kind != DiffLine::Kind::Same; });
}

} // namespace

CallCompare::CallCompare(PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_which(new TextLabel(context.theme, FontRole::Body, Color::TextSecondary))
    , m_text(new QPlainTextEdit)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(15, 13, 15, 13);
    column->setSpacing(8);
    column->addWidget(
        new TextLabel(context.theme, FontRole::Subtitle, Color::TextPrimary, Wording::twoCalls()));
    m_which->setWordWrap(true);
    column->addWidget(m_which);
    m_text->setObjectName(u"compareText"_s);
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setFont(context.theme.font(FontRole::Mono));
    m_text->setStyleSheet(
        u"QPlainTextEdit { font-family: 'JetBrains Mono'; font-size: 9pt; padding: 6px; }"_s);
    column->addWidget(m_text, 1);
    connect(&context.privacy, &Privacy::changed, this, &CallCompare::refresh);
    connect(&context.theme, &Theme::changed, this, &CallCompare::refresh);
}

void CallCompare::showCalls(const Exchange& first, const Exchange& second)
{
    m_calls.emplace(first, second);
    refresh();
}

void CallCompare::clear()
{
    m_calls.reset();
}

QStringList CallCompare::requestLines(const Exchange& call) const
{
    const QString text = headOf(call.request)
        + readableContent(call.requestBody, call.request.headers.value("Content-Encoding"),
                          MessagePane::FirstPart);
    return m_context.privacy.shownBody(text).split(u'\n');
}

QStringList CallCompare::responseLines(const Exchange& call) const
{
    if (call.response.status == 0) {
        return {Wording::statusTitle(call)};
    }
    const QString text = headOf(call.response)
        + readableContent(call.responseBody, call.response.headers.value("Content-Encoding"),
                          MessagePane::FirstPart);
    return m_context.privacy.shownBody(text).split(u'\n');
}

void CallCompare::refresh()
{
    if (!m_calls) {
        return;
    }
    const auto& [first, second] = *m_calls;
    m_which->setText(Wording::whichCalls(first.arrivedWall, second.arrivedWall));
    m_text->clear();
    QTextCursor cursor(m_text->document());
    cursor.beginEditBlock();
    putPart(cursor, Wording::requestPart(), Wording::sameRequests(), requestLines(first),
            requestLines(second));
    putPart(cursor, Wording::responsePart(), Wording::sameResponses(), responseLines(first),
            responseLines(second));
    cursor.endEditBlock();
    m_text->moveCursor(QTextCursor::Start);
}

void CallCompare::putPart(QTextCursor& cursor, const QString& title, const QString& same,
                          const QStringList& first, const QStringList& second) const
{
    const QList<DiffLine> lines = diffLines(first, second);
    if (!cursor.atStart()) {
        putLine(cursor, {});
    }
    const qint64 differing = differencesIn(lines);
    const QTextCharFormat plain = cursor.charFormat();
    QTextCharFormat strong;
    strong.setFontWeight(QFont::DemiBold);
    cursor.insertText(title, strong);
    cursor.insertText(u"   "_s + (differing == 0 ? same : Wording::differences(differing)), plain);
    cursor.insertBlock();
    bool hasGap = differing == 0;
    for (qsizetype at = 0; at < lines.size() && differing > 0; ++at) {
        if (isNearDifference(lines, at)) {
            putLine(cursor, lines.at(at));
            hasGap = false;
        } else if (!hasGap) {
            putLine(cursor, {DiffLine::Kind::Same, u"⋯"_s});
            hasGap = true;
        }
    }
    if (const auto cut = std::max(first.size(), second.size()) - MostDiffLines; cut > 0) {
        putLine(cursor, {DiffLine::Kind::Same, Wording::cutPart(cut)});
    }
}

void CallCompare::putLine(QTextCursor& cursor, const DiffLine& line) const
{
    QTextCharFormat format;
    format.setForeground(m_context.theme.color(Color::TextPrimary));
    QString sign = u"  "_s;
    if (line.kind == DiffLine::Kind::OnlyFirst) {
        sign = u"− "_s;
        format.setBackground(m_context.theme.color(Color::StateLimitedSoft));
    } else if (line.kind == DiffLine::Kind::OnlySecond) {
        sign = u"+ "_s;
        format.setBackground(m_context.theme.color(Color::AccentSoft));
    }
    cursor.insertText(sign + line.text, format);
    cursor.insertBlock();
    cursor.setCharFormat({});
}

} // namespace Pacewatch
