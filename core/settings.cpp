#include "core/settings.h"

#include <QSettings>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

/// The one table of whole numbers and choices: stored name, member, bounds.
struct NumberRow
{
    QLatin1String name;
    int Settings::*member;
    int lowest;
    int highest;
};

constexpr NumberRow Numbers[] = {
    {"window/sidebarWidth"_L1, &Settings::sidebarWidth, 200, 320},
    {"proxy/lastPort"_L1, &Settings::lastPort, 1024, 65535},
};

struct SwitchRow
{
    QLatin1String name;
    bool Settings::*member;
};

constexpr SwitchRow Switches[] = {
    {"privacy/mode"_L1, &Settings::privacyMode},
    {"window/sidebarCollapsed"_L1, &Settings::sidebarCollapsed},
};

constexpr auto ThemeName = "look/theme"_L1;
constexpr auto FieldMapsName = "import/fieldMaps"_L1;
constexpr qsizetype MostFieldMaps = 30;
constexpr qsizetype LongestFieldMap = 16 * 1024;
constexpr auto GeometryName = "window/geometry"_L1;
/// A real geometry takes about 70 bytes.
constexpr qsizetype LargestGeometry = 1024;

QString themeWord(ThemeChoice theme)
{
    switch (theme) {
    case ThemeChoice::System:
        return u"system"_s;
    case ThemeChoice::Light:
        return u"light"_s;
    case ThemeChoice::Dark:
        return u"dark"_s;
    }
    return {};
}

ThemeChoice themeOf(const QString& word)
{
    for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
        if (word == themeWord(theme)) {
            return theme;
        }
    }
    return ThemeChoice::System;
}

} // namespace

Settings loadSettings(const QSettings& stored)
{
    Settings settings;
    for (const NumberRow& row : Numbers) {
        bool isNumber = false;
        const int number = stored.value(row.name).toInt(&isNumber);
        if (isNumber && number >= row.lowest && number <= row.highest) {
            settings.*row.member = number;
        }
    }
    for (const SwitchRow& row : Switches) {
        settings.*row.member = stored.value(row.name, settings.*row.member).toBool();
    }
    settings.theme = themeOf(stored.value(ThemeName).toString());
    for (const QString& map : stored.value(FieldMapsName).toStringList()) {
        if (map.size() <= LongestFieldMap && settings.fieldMaps.size() < MostFieldMaps) {
            settings.fieldMaps.append(map);
        }
    }
    const QByteArray geometry = stored.value(GeometryName).toByteArray();
    if (geometry.size() <= LargestGeometry) {
        settings.windowGeometry = geometry;
    }
    return settings;
}

void saveSettings(const Settings& settings, QSettings& stored)
{
    for (const NumberRow& row : Numbers) {
        stored.setValue(row.name, settings.*row.member);
    }
    for (const SwitchRow& row : Switches) {
        stored.setValue(row.name, settings.*row.member);
    }
    stored.setValue(ThemeName, themeWord(settings.theme));
    stored.setValue(FieldMapsName, settings.fieldMaps);
    stored.setValue(GeometryName, settings.windowGeometry);
}

} // namespace Pacewatch
