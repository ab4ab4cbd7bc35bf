#pragma once

#include "core/engine.h"
#include "ui/keystore.h"
#include "ui/models/feed.h"
#include "ui/shell/mainwindow.h"
#include "ui/theme.h"
#include "ui/views/connectionview.h"

#include <QTemporaryDir>

namespace Pacewatch {

/// The real window over a real engine, in a folder of its own. Made and gone on the window thread.
class WindowRig final
{
public:
    /// Pages that show nothing.
    [[nodiscard]] static Pages plainPages();

    /// Shows the window at 1440 by 870. @p clock outlives it.
    explicit WindowRig(Clock& clock, const Pages& pages = plainPages());
    WindowRig(const WindowRig&) = delete;
    WindowRig& operator=(const WindowRig&) = delete;

    [[nodiscard]] QString path(const QString& file) const { return m_folder.filePath(file); }
    /// Chooses what a menu calls @p text; returns whether it is there and may be chosen.
    bool trigger(const QString& text);

private:
    const QTemporaryDir m_folder;
    const ProfileShelf m_shelf = ProfileShelf::builtIn();

public:
    Engine engine;
    Feed feed;
    Theme theme;
    KeyStore keys;
    MainWindow window;
};

} // namespace Pacewatch
