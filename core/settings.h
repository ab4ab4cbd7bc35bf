#pragma once

#include <QByteArray>
#include <QStringList>

class QSettings;

namespace Pacewatch {

/// What a person chose for the look.
enum class ThemeChoice
{
    System,
    Light,
    Dark,
};

/// Everything a person can set, with its defaults. A value: whoever changes it hands on a whole
/// new one. Keys and customers are no settings and are never in it.
struct Settings
{
    ThemeChoice theme = ThemeChoice::System;
    bool privacyMode = false;
    bool sidebarCollapsed = false;
    int sidebarWidth = 240; ///< device-independent pixels
    int lastPort = 8642; ///< of the last proxy, offered for the next one
    QStringList fieldMaps; ///< what was chosen for the fields of files, as KnownMaps::texts()
    QByteArray windowGeometry; ///< as QWidget::saveGeometry() wrote it

    friend bool operator==(const Settings&, const Settings&) = default;
};

/// Reads what is stored; what is missing or out of bounds has its default.
[[nodiscard]] Settings loadSettings(const QSettings& stored);

/// Writes all of it.
void saveSettings(const Settings& settings, QSettings& stored);

} // namespace Pacewatch
