#pragma once

#include "core/emulator/settings.h"
#include "ui/theme.h"

#include <QList>
#include <QWidget>

namespace Pacewatch {

/// The last answers of the practice gateway, newest first, as many as there is room for.
class PracticeAnswers final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PracticeAnswers)

public:
    static constexpr qsizetype MostKept = 60;

    explicit PracticeAnswers(const Theme& theme, QWidget* parent = nullptr);

    void add(const QList<EmulatorAnswer>& answers);
    void clear();
    [[nodiscard]] const QList<EmulatorAnswer>& answers() const { return m_answers; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    QList<EmulatorAnswer> m_answers; ///< newest first
};

} // namespace Pacewatch
