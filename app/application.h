#pragma once

#include "core/clock.h"
#include "core/engine.h"
#include "core/profile/profile.h"
#include "ui/views/connectionview.h"

#include <memory>

class QApplication;

namespace Pacewatch {

/// Puts the parts together for the window: clock, engine, feed, theme, window. It owns all of them
/// and lives on the window thread.
class Application final
{
public:
    /// @p qt is the application the window belongs to; it outlives this.
    Application(QApplication& qt, const Pages& pages);
    Application(const Application&) = delete;
    Application& operator=(const Application&) = delete;
    ~Application();

    void show();
    /// Lets a scenario of the practice gateway play, and shows its connection.
    void play(const QString& scenarioId);
    /// Ends the program at @p span from now.
    void quitAfter(Duration span);

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace Pacewatch
