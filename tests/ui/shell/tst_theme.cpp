#include "ui/icons.h"
#include "ui/theme.h"

#include <QFontInfo>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

namespace {

/// Relative luminance as WCAG 2.1 defines it.
double luminance(const QColor& color)
{
    const auto linear = [](double part) {
        return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF())
        + 0.0722 * linear(color.blueF());
}

double contrast(const QColor& one, const QColor& other)
{
    const auto [dark, light] = std::minmax({luminance(one), luminance(other)});
    return (light + 0.05) / (dark + 0.05);
}

bool hasInk(const QPixmap& pixmap)
{
    const QImage image = pixmap.toImage();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (image.pixelColor(x, y).alpha() > 128) {
                return true;
            }
        }
    }
    return false;
}

} // namespace

class TestTheme final : public QObject
{
    Q_OBJECT

private slots:
    void textReachesItsContrast_data();
    void textReachesItsContrast();
    void bordersOfFieldsReachThree();
    void saysWhenItChanges();
    void bringsItsFonts();
    void fillsEveryPlaceInTheStyleSheet();
    void drawsEveryIcon();
    void readsMeasures();
};

void TestTheme::textReachesItsContrast_data()
{
    QTest::addColumn<Color>("text");
    QTest::addColumn<Color>("ground");
    const QList<Color> grounds = {Color::BgWindow, Color::BgSurface, Color::BgSidebar};
    for (const Color ground : grounds) {
        const QByteArray on = " on ground " + QByteArray::number(static_cast<int>(ground));
        QTest::addRow("primary%s", on.constData()) << Color::TextPrimary << ground;
        QTest::addRow("secondary%s", on.constData()) << Color::TextSecondary << ground;
        QTest::addRow("muted%s", on.constData()) << Color::TextMuted << ground;
        QTest::addRow("link%s", on.constData()) << Color::TextLink << ground;
    }
    QTest::addRow("button") << Color::TextOnAccent << Color::AccentBase;
    QTest::addRow("tooltip") << Color::TextOnTooltip << Color::BgTooltip;
    QTest::addRow("clear") << Color::StateClearFg << Color::StateClearSoft;
    QTest::addRow("tight") << Color::StateTightFg << Color::StateTightSoft;
    QTest::addRow("limited") << Color::StateLimitedFg << Color::StateLimitedSoft;
    QTest::addRow("waiting") << Color::StateWaitingFg << Color::StateWaitingSoft;
    QTest::addRow("chip") << Color::TextSecondary << Color::BgChip;
}

void TestTheme::textReachesItsContrast()
{
    QFETCH(Color, text);
    QFETCH(Color, ground);
    Theme theme;
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        theme.choose(choice);
        const double ratio = contrast(theme.color(text), theme.color(ground));
        QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
    }
}

void TestTheme::bordersOfFieldsReachThree()
{
    Theme theme;
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        theme.choose(choice);
        QVERIFY(contrast(theme.color(Color::BorderInput), theme.color(Color::BgSurface)) >= 3);
        QVERIFY(contrast(theme.color(Color::BorderFocus), theme.color(Color::BgWindow)) >= 3);
    }
}

void TestTheme::saysWhenItChanges()
{
    Theme theme;
    theme.choose(ThemeChoice::Light);
    QSignalSpy spy(&theme, &Theme::changed);
    theme.choose(ThemeChoice::Light);
    QCOMPARE(spy.size(), 0);
    theme.choose(ThemeChoice::Dark);
    QCOMPARE(spy.size(), 1);
    QVERIFY(theme.isDark());
    QCOMPARE(theme.color(Color::BgWindow), QColor(0x14171C));
}

void TestTheme::bringsItsFonts()
{
    const Theme theme;
    QCOMPARE(QFontInfo(theme.font(FontRole::Body)).family(), u"Inter"_s);
    QCOMPARE(QFontInfo(theme.font(FontRole::Mono)).family(), u"JetBrains Mono"_s);
    QCOMPARE(QFontInfo(theme.font(FontRole::Body)).pixelSize(), 13);
    QCOMPARE(theme.font(FontRole::Verdict).weight(), QFont::Bold);
}

void TestTheme::fillsEveryPlaceInTheStyleSheet()
{
    const Theme theme;
    QString sheet = theme.styleSheet();
    sheet.remove(0, sheet.indexOf("*/"_L1));
    QVERIFY2(!sheet.contains(u'@'), qPrintable(sheet.mid(sheet.indexOf(u'@'), 30)));
    QVERIFY(sheet.contains(theme.color(Color::AccentBase).name()));
}

void TestTheme::drawsEveryIcon()
{
    const Theme theme;
    const Icons icons(theme);
    for (int i = 0; i < IconCount; ++i) {
        QVERIFY2(hasInk(icons.pixmap(static_cast<Icon>(i), Color::TextPrimary, 20, 2)),
                 qPrintable(QString::number(i)));
    }
    for (int i = 0; i <= static_cast<int>(Standing::Clear); ++i) {
        QVERIFY(hasInk(icons.stateGlyph(static_cast<Standing>(i), 15)));
    }
    QVERIFY(hasInk(icons.appIcon().pixmap(32, 32)));
}

void TestTheme::readsMeasures()
{
    const Theme theme;
    QCOMPARE(theme.pixels("size.sidebar"_L1), 240);
    QCOMPARE(theme.pixels("size.switch.1"_L1), 16);
    QCOMPARE(theme.metric("stroke.series"_L1), 1.75);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
