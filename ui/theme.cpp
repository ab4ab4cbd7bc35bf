#include "ui/theme.h"

#include <QApplication>
#include <QFile>
#include <QFontDatabase>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProxyStyle>
#include <QScreen>
#include <QStyleFactory>

using namespace Qt::StringLiterals;

namespace Pacewatch {

namespace {

constexpr std::array<const char*, ColorCount> ColorNames = {
    "bg.window",
    "bg.surface",
    "bg.sidebar",
    "bg.sunken",
    "bg.raised",
    "bg.hover",
    "bg.chip",
    "bg.titlebar",
    "bg.tooltip",
    "border.subtle",
    "border.default",
    "border.input",
    "border.focus",
    "text.primary",
    "text.secondary",
    "text.muted",
    "text.disabled",
    "text.onAccent",
    "text.onTooltip",
    "text.link",
    "accent.base",
    "accent.hover",
    "accent.pressed",
    "accent.soft",
    "accent.softBorder",
    "state.clear.fg",
    "state.clear.fill",
    "state.clear.soft",
    "state.clear.border",
    "state.tight.fg",
    "state.tight.fill",
    "state.tight.soft",
    "state.tight.border",
    "state.limited.fg",
    "state.limited.fill",
    "state.limited.soft",
    "state.limited.border",
    "state.waiting.fg",
    "state.waiting.fill",
    "state.waiting.soft",
    "state.waiting.border",
    "state.idle.fg",
    "state.idle.fill",
    "state.idle.soft",
    "state.idle.border",
    "series.minute",
    "series.second",
    "series.hour",
    "series.day",
    "series.other",
    "series.call",
    "series.callStrong",
    "series.refused",
    "series.forecast",
    "chart.grid",
    "chart.axis",
    "chart.baseline",
    "chart.pauseHatch",
    "chart.pauseFill",
    "chart.limitLine",
    "chart.crosshair",
    "gauge.track",
    "gauge.trackSide",
    "gauge.paceTick",
    "select.bg",
    "select.inactive",
};

constexpr std::array<const char*, FontRoleCount> FontNames = {
    "display", "numberLarge", "verdict", "title", "subtitle", "section",
    "body",    "bodyStrong",  "label",   "hint",  "axis",     "mono",
};

constexpr int StyleSheetFontSize = 13;

QJsonObject readTokens()
{
    QFile file(u":/pacewatch/themes/tokens.json"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("the design tokens are missing from the program");
    }
    return QJsonDocument::fromJson(file.readAll()).object();
}

void loadFonts()
{
    static constexpr std::array Files
        = {"Inter-Regular.otf", "Inter-Medium.otf",          "Inter-SemiBold.otf",
           "Inter-Bold.otf",    "JetBrainsMono-Regular.ttf", "JetBrainsMono-Medium.ttf"};
    for (const char* file : Files) {
        QFontDatabase::addApplicationFont(":/pacewatch/fonts/"_L1 + QLatin1String(file));
    }
}

/// Pixels as points, because a QFont takes fractions only in points.
double points(double pixels)
{
    const QScreen* screen = QGuiApplication::primaryScreen();
    const double dotsPerInch = screen == nullptr ? 96 : screen->logicalDotsPerInchY();
    return pixels * 72 / dotsPerInch;
}

/// Fusion without the lines under the letters of the menus; the keys work all the same.
class QuietFusion final : public QProxyStyle
{
public:
    QuietFusion()
        : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    { }

    int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                  QStyleHintReturn* data) const override
    {
        return hint == SH_UnderlineShortcut ? 0
                                            : QProxyStyle::styleHint(hint, option, widget, data);
    }
};

} // namespace

StateColors stateColors(Standing standing) noexcept
{
    switch (standing) {
    case Standing::Limited:
        return {Color::StateLimitedFg, Color::StateLimitedFill, Color::StateLimitedSoft,
                Color::StateLimitedBorder};
    case Standing::Waiting:
        return {Color::StateWaitingFg, Color::StateWaitingFill, Color::StateWaitingSoft,
                Color::StateWaitingBorder};
    case Standing::Tight:
        return {Color::StateTightFg, Color::StateTightFill, Color::StateTightSoft,
                Color::StateTightBorder};
    case Standing::Clear:
        return {Color::StateClearFg, Color::StateClearFill, Color::StateClearSoft,
                Color::StateClearBorder};
    case Standing::Off:
    case Standing::KeyRefused:
        return {Color::StateIdleFg, Color::StateIdleFg, Color::StateIdleSoft,
                Color::StateIdleBorder};
    case Standing::Quiet:
        break;
    }
    return {Color::StateIdleFg, Color::StateIdleFill, Color::StateIdleSoft, Color::StateIdleBorder};
}

Color windowColor(Duration window) noexcept
{
    using namespace std::chrono_literals;
    if (window <= 2s) {
        return Color::SeriesSecond;
    }
    if (window < 1h) {
        return Color::SeriesMinute;
    }
    return window < 24h ? Color::SeriesHour : Color::SeriesDay;
}

Theme::Theme(QObject* parent)
    : QObject(parent)
{
    loadFonts();
    const QJsonObject tokens = readTokens();
    readColors(tokens["color"_L1].toObject());
    readFonts(tokens["font"_L1].toObject()["scale"_L1].toObject());
    for (const QLatin1String group : {"space"_L1, "radius"_L1, "stroke"_L1, "dash"_L1, "size"_L1,
                                      "motion"_L1, "refresh"_L1, "icons"_L1, "stateGlyphs"_L1}) {
        flatten(group, tokens[group].toObject());
    }
    m_systemIsDark = QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
    m_isDark = m_systemIsDark;
}

void Theme::readColors(const QJsonObject& colors)
{
    const std::array looks = {colors["light"_L1].toObject(), colors["dark"_L1].toObject()};
    for (std::size_t look = 0; look < looks.size(); ++look) {
        for (std::size_t i = 0; i < ColorNames.size(); ++i) {
            m_colors[look][i] = QColor(looks[look][QLatin1String(ColorNames[i])].toString());
            Q_ASSERT(m_colors[look][i].isValid());
        }
    }
}

void Theme::readFonts(const QJsonObject& scale)
{
    for (std::size_t i = 0; i < FontNames.size(); ++i) {
        const QJsonObject row = scale[QLatin1String(FontNames[i])].toObject();
        m_fonts[i] = {.size = row["size"_L1].toDouble(),
                      .line = row["line"_L1].toInt(),
                      .weight = row["weight"_L1].toInt(),
                      .tracking = row["tracking"_L1].toDouble()};
    }
}

void Theme::flatten(const QString& prefix, const QJsonObject& object)
{
    for (auto item = object.begin(); item != object.end(); ++item) {
        const QString path = prefix + u'.' + item.key();
        const QJsonValue value = item.value();
        if (value.isObject()) {
            flatten(path, value.toObject());
        } else if (value.isArray()) {
            const QJsonArray list = value.toArray();
            for (qsizetype i = 0; i < list.size(); ++i) {
                m_metrics.insert(path + u'.' + QString::number(i), list[i].toDouble());
            }
        } else if (value.isDouble()) {
            m_metrics.insert(path, value.toDouble());
        } else {
            m_drawings.insert(path, value.toString().toUtf8());
        }
    }
}

void Theme::choose(ThemeChoice choice)
{
    m_choice = choice;
    const bool dark
        = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && m_systemIsDark);
    if (dark == m_isDark) {
        return;
    }
    m_isDark = dark;
    refresh();
}

void Theme::applyTo(QApplication& application)
{
    m_application = &application;
    QApplication::setStyle(new QuietFusion);
    refresh();
}

void Theme::refresh()
{
    if (m_application != nullptr) {
        QApplication::setPalette(palette());
        QApplication::setFont(font(FontRole::Body));
        m_application->setStyleSheet(styleSheet());
    }
    emit changed();
}

QColor Theme::color(Color color) const
{
    return m_colors[m_isDark ? 1 : 0][static_cast<std::size_t>(color)];
}

QFont Theme::font(FontRole role) const
{
    const FontRow& row = m_fonts[static_cast<std::size_t>(role)];
    QFont font(role == FontRole::Mono ? QStringList{u"JetBrains Mono"_s, u"DejaVu Sans Mono"_s}
                                      : QStringList{u"Inter"_s, u"Noto Sans"_s, u"DejaVu Sans"_s});
    font.setPointSizeF(points(row.size));
    font.setWeight(static_cast<QFont::Weight>(row.weight));
    font.setLetterSpacing(QFont::AbsoluteSpacing, row.tracking * row.size);
    font.setHintingPreference(QFont::PreferNoHinting);
    // JetBrains Mono joins "//" and "=>" into one sign; an address must show what it is made of.
    font.setStyleStrategy(role == FontRole::Mono ? QFont::PreferNoShaping : QFont::PreferAntialias);
    return font;
}

int Theme::lineHeight(FontRole role) const
{
    return m_fonts[static_cast<std::size_t>(role)].line;
}

qreal Theme::metric(QLatin1String path) const
{
    const auto found = m_metrics.constFind(path);
    Q_ASSERT(found != m_metrics.constEnd());
    return found == m_metrics.constEnd() ? 0 : *found;
}

int Theme::pixels(QLatin1String path) const
{
    return qRound(metric(path));
}

QByteArray Theme::drawing(QLatin1String path) const
{
    return m_drawings.value(path);
}

QPalette Theme::palette() const
{
    using Row = std::pair<QPalette::ColorRole, Color>;
    static constexpr std::array Rows = {
        Row{QPalette::Window, Color::BgWindow},
        Row{QPalette::WindowText, Color::TextPrimary},
        Row{QPalette::Base, Color::BgSurface},
        Row{QPalette::AlternateBase, Color::BgSunken},
        Row{QPalette::Text, Color::TextPrimary},
        Row{QPalette::Button, Color::BgSurface},
        Row{QPalette::ButtonText, Color::TextPrimary},
        Row{QPalette::BrightText, Color::TextOnAccent},
        Row{QPalette::Highlight, Color::SelectBg},
        Row{QPalette::HighlightedText, Color::TextPrimary},
        Row{QPalette::Link, Color::TextLink},
        Row{QPalette::LinkVisited, Color::TextLink},
        Row{QPalette::ToolTipBase, Color::BgTooltip},
        Row{QPalette::ToolTipText, Color::TextOnTooltip},
        Row{QPalette::PlaceholderText, Color::TextMuted},
        Row{QPalette::Light, Color::BgRaised},
        Row{QPalette::Midlight, Color::BorderSubtle},
        Row{QPalette::Mid, Color::BorderDefault},
        Row{QPalette::Dark, Color::BorderInput},
        Row{QPalette::Shadow, Color::BorderInput},
    };
    QPalette palette;
    for (const auto& [role, name] : Rows) {
        palette.setColor(role, color(name));
    }
    for (const QPalette::ColorRole role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, color(Color::TextDisabled));
    }
    palette.setColor(QPalette::Inactive, QPalette::Highlight, color(Color::SelectInactive));
    return palette;
}

QString Theme::styleSheet() const
{
    QFile file(u":/pacewatch/themes/fusion.qss"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("the style sheet is missing from the program");
    }
    QString sheet = QString::fromUtf8(file.readAll());
    for (std::size_t i = 0; i < ColorNames.size(); ++i) {
        sheet.replace(u'@' + QString::fromLatin1(ColorNames[i]) + u';',
                      m_colors[m_isDark ? 1 : 0][i].name() + u';');
    }
    sheet.replace("@body;"_L1,
                  u"font-family: Inter; font-size: %1pt;"_s.arg(points(StyleSheetFontSize)));
    return sheet;
}

} // namespace Pacewatch
