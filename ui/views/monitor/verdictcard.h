#pragma once

#include "core/connection.h"
#include "ui/icons.h"

#include <QWidget>

#include <optional>

namespace Pacewatch {

class Button;
class SentenceLabel;

/// Says in one word, one sentence and one cause how a connection stands. 376 by 164;
/// tinted while there is something to look at.
class VerdictCard final : public QWidget
{
    Q_OBJECT

public:
    VerdictCard(const Theme& theme, const Icons& icons, QWidget* parent = nullptr);

    /// @p reason is the moment `Why` leads to; without one there is no such link.
    void showState(const ConnectionState& state, Instant now, WallTime wallNow,
                   std::optional<WallTime> reason);

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void whyWanted(WallTime moment);
    void tryAgainWanted();
    void editWanted();
    /// The proxy's port is taken; this one is free.
    void portWanted(quint16 port);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showBottomLine();
    void placeButtons();
    void announce();
    [[nodiscard]] bool isTinted() const;

    const Theme& m_theme;
    const Icons& m_icons;
    SentenceLabel* m_sentence;
    SentenceLabel* m_cause;
    Button* m_why;
    Button* m_edit;
    Button* m_tryAgain;
    Button* m_usePort;
    ConnectionState m_state;
    std::optional<WallTime> m_reason;
    QString m_word;
    QString m_aside;
    quint16 m_freePort = 0;
    std::optional<Standing> m_announced;
    std::optional<Instant> m_announcedAt;
    Instant m_now{};
};

} // namespace Pacewatch
