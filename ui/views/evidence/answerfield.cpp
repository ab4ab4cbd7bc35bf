#include "ui/views/evidence/answerfield.h"

#include "ui/theme.h"

#include <QMimeData>

#include <algorithm>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype LongestLine = 8000;

/// @p text with its endless lines broken: laying out one of them takes seconds.
QString withBreaks(const QString& text)
{
    QString broken;
    broken.reserve(text.size() + text.size() / LongestLine);
    qsizetype inLine = 0;
    for (const QChar letter : text) {
        inLine = letter == u'\n' ? 0 : inLine + 1;
        if (inLine > LongestLine) {
            broken.append(u'\n');
            inLine = 1;
        }
        // What no text has would stop the text where it stands.
        broken.append(letter == QChar(0) ? QChar(QChar::ReplacementCharacter) : letter);
    }
    return broken;
}

} // namespace

AnswerField::AnswerField(const Theme& theme, QWidget* parent)
    : QPlainTextEdit(parent)
{
    setLineWrapMode(QPlainTextEdit::WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTabChangesFocus(true);
    setFont(theme.font(FontRole::Mono));
    setStyleSheet(
        u"QPlainTextEdit { font-family: 'JetBrains Mono'; font-size: 9pt; padding: 8px; }"_s);
}

void AnswerField::paste(const QString& text)
{
    m_offered = text.size();
    const qsizetype room = std::max<qsizetype>(MostLetters - document()->characterCount(), 0);
    m_kept = std::min(m_offered, room);
    textCursor().insertText(withBreaks(text.left(m_kept)));
    ensureCursorVisible();
}

void AnswerField::insertFromMimeData(const QMimeData* source)
{
    if (source->hasText()) {
        paste(source->text());
    }
}

} // namespace Pacewatch
