#pragma once

#include "ui/theme.h"
#include "ui/wording/answers.h"

#include <QWidget>

namespace Pacewatch {

/// The lines of an answer, each with its meaning under it. Those that have nothing to do with
/// limits follow at the end, low and muted. Foreign text stays plain.
class AnswerLines final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AnswerLines)

public:
    explicit AnswerLines(const Theme& theme, QWidget* parent = nullptr);

    void setLines(const QList<Wording::AnswerLine>& lines);
    [[nodiscard]] qsizetype shownLines() const { return m_lines.size(); }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();
    [[nodiscard]] int meaningHeight(const QString& meaning) const;
    [[nodiscard]] int rowHeight(const Wording::AnswerLine& line) const;
    void paintLine(QPainter& painter, const Wording::AnswerLine& line, const QRect& box) const;

    const Theme& m_theme;
    QList<Wording::AnswerLine> m_lines; ///< those with a meaning first
    qsizetype m_told = 0; ///< how many have one
};

} // namespace Pacewatch
