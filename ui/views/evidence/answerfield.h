#pragma once

#include <QPlainTextEdit>

namespace Pacewatch {

class Theme;

/// A field for a pasted answer. It keeps the first part of what is pasted or dropped, so that ten
/// megabytes do not stall the window, and says how much it left out. Plain text only.
class AnswerField final : public QPlainTextEdit
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AnswerField)

public:
    static constexpr qsizetype MostLetters = 256 * 1024;

    explicit AnswerField(const Theme& theme, QWidget* parent = nullptr);

    /// The letters of the last paste, and how many of them were kept; equal when all were.
    [[nodiscard]] qsizetype offered() const { return m_offered; }
    [[nodiscard]] qsizetype kept() const { return m_kept; }
    /// As if @p text had been pasted.
    void paste(const QString& text);

protected:
    void insertFromMimeData(const QMimeData* source) override;

private:
    qsizetype m_offered = 0;
    qsizetype m_kept = 0;
};

} // namespace Pacewatch
