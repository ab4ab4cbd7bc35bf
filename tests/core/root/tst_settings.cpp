#include "core/settings.h"

#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

class TestSettings final : public QObject
{
    Q_OBJECT

private slots:
    void givesDefaultsWhenNothingIsStored();
    void comesBackAsItWasSaved();
    void ignoresWhatIsOutOfBounds();

private:
    [[nodiscard]] QString file(QLatin1String name) const { return m_folder.filePath(name); }

    QTemporaryDir m_folder;
};

void TestSettings::givesDefaultsWhenNothingIsStored()
{
    const QSettings stored(file("empty.ini"_L1), QSettings::IniFormat);
    QVERIFY(loadSettings(stored) == Settings());
}

void TestSettings::comesBackAsItWasSaved()
{
    Settings settings;
    settings.theme = ThemeChoice::Dark;
    settings.privacyMode = true;
    settings.sidebarCollapsed = true;
    settings.sidebarWidth = 300;
    settings.lastPort = 9000;
    settings.fieldMaps = {u"0123\tbegan=sent\td=took:ms"_s, u"4567\tx=none"_s};
    settings.windowGeometry = "\x01\xd9\xd0\xcb geometry"_ba;
    {
        QSettings stored(file("saved.ini"_L1), QSettings::IniFormat);
        saveSettings(settings, stored);
    }
    const QSettings again(file("saved.ini"_L1), QSettings::IniFormat);
    QVERIFY(loadSettings(again) == settings);
}

void TestSettings::ignoresWhatIsOutOfBounds()
{
    QSettings stored(file("odd.ini"_L1), QSettings::IniFormat);
    stored.setValue("proxy/lastPort"_L1, 80);
    stored.setValue("window/sidebarWidth"_L1, u"wide"_s);
    stored.setValue("look/theme"_L1, u"purple"_s);
    stored.setValue("import/fieldMaps"_L1, QStringList{QString(20'000, u'x')});
    stored.setValue("window/geometry"_L1, QByteArray(5000, 'x'));
    QVERIFY(loadSettings(stored) == Settings());
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
