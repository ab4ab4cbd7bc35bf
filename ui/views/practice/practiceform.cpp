#include "ui/views/practice/practiceform.h"

#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/switch.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/practice.h"

#include <QComboBox>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace Pacewatch {

using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int FieldWidth = 92;
constexpr int RowHeight = 34;
constexpr double UsualRealShare = 0.8; ///< what "differs" starts with

/// The gateway each segment starts from.
constexpr std::array Vendors{"aisoule"_L1, "connexease"_L1, "generic"_L1};
constexpr std::array Algorithms{Algorithm::Unknown, Algorithm::Fixed, Algorithm::Sliding,
                                Algorithm::Bucket};

} // namespace

PracticeForm::PracticeForm(const Theme& theme, const Icons& icons, const ProfileShelf& profiles,
                           QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icons(icons)
    , m_profiles(profiles)
{
    setObjectName(u"practiceForm"_s);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 10, 0, 14);
    column->setSpacing(0);
    buildLimits(column);
    buildRefusal(column);
    buildHarder(column);
    buildCounting(column);
    column->addStretch();
    show(m_settings);
}

void PracticeForm::section(QVBoxLayout* column, const QString& title, bool isFirst)
{
    if (!isFirst) {
        column->addSpacing(9);
        auto* rule = new QFrame(this);
        rule->setObjectName(u"formRule"_s);
        rule->setFixedHeight(1);
        const auto recolor = [this, rule] {
            rule->setStyleSheet(u"QFrame#formRule { background: %1; }"_s.arg(
                m_theme.color(Color::BorderSubtle).name()));
        };
        recolor();
        connect(&m_theme, &Theme::changed, rule, recolor);
        column->addWidget(rule);
        column->addSpacing(10);
    }
    auto* label = new TextLabel(m_theme, FontRole::Section, Color::TextPrimary, title, this);
    label->setContentsMargins(16, 5, 16, 9);
    column->addWidget(label);
}

void PracticeForm::row(QVBoxLayout* column, const QString& text, QWidget* field)
{
    auto* box = new QWidget(this);
    box->setFixedHeight(RowHeight);
    auto* line = new QHBoxLayout(box);
    line->setContentsMargins(16, 0, 16, 0);
    auto* label = new TextLabel(m_theme, FontRole::Body, Color::TextPrimary, text, box);
    line->addWidget(label);
    line->addStretch();
    line->addWidget(field);
    field->setAccessibleName(text);
    column->addWidget(box);
}

QSpinBox* PracticeForm::number(const QString& name, int most)
{
    auto* field = new QSpinBox(this);
    field->setObjectName(name);
    field->setRange(0, most);
    field->setFixedSize(FieldWidth, 28);
    field->setProperty("compact", true);
    field->setKeyboardTracking(false);
    connect(field, &QSpinBox::valueChanged, this, &PracticeForm::read);
    return field;
}

Switch* PracticeForm::onOff(const QString& name)
{
    auto* field = new Switch(m_theme, this);
    field->setObjectName(name);
    field->setCheckable(true);
    connect(field, &QAbstractButton::toggled, this, &PracticeForm::read);
    return field;
}

void PracticeForm::buildLimits(QVBoxLayout* column)
{
    section(column, Wording::limitsSection(), true);
    m_vendor = new SegmentedControl(m_theme, m_icons, this);
    m_vendor->setObjectName(u"vendorChoice"_s);
    m_vendor->setAccessibleName(Wording::limitsSection());
    for (int vendor = 0; vendor < int(Vendors.size()); ++vendor) {
        const auto profile = m_profiles.find(Vendors.at(std::size_t(vendor)));
        m_vendor->addSegment(vendor + 1 < int(Vendors.size()) && profile ? profile->name
                                                                         : Wording::ownLimits());
    }
    m_vendor->setStretched(true);
    m_vendor->setCompact(false);
    connect(m_vendor, &SegmentedControl::chosen, this, &PracticeForm::chooseVendor);
    auto* box = new QHBoxLayout;
    box->setContentsMargins(16, 0, 16, 0);
    box->addWidget(m_vendor);
    column->addLayout(box);
    column->addSpacing(10);
    constexpr int Most = 10'000'000;
    m_second = number(u"callsASecond"_s, Most);
    m_minute = number(u"callsAMinute"_s, Most);
    m_day = number(u"callsADay"_s, Most);
    for (QSpinBox* field : {m_second, m_minute, m_day}) {
        field->setSpecialValueText(Wording::noLimit());
        field->setGroupSeparatorShown(true);
    }
    row(column, Wording::callsASecondRow(), m_second);
    row(column, Wording::callsAMinuteRow(), m_minute);
    row(column, Wording::callsADayRow(), m_day);
}

void PracticeForm::buildRefusal(QVBoxLayout* column)
{
    section(column, Wording::refusalSection(), false);
    m_retryAfter = onOff(u"sendsRetryAfter"_s);
    m_headers = onOff(u"sendsHeaders"_s);
    m_shortestWait = number(u"shortestWait"_s, 3600);
    m_shortestWait->setSuffix(u" s"_s);
    row(column, Wording::retryAfterRow(), m_retryAfter);
    row(column, Wording::limitHeadersRow(), m_headers);
    row(column, Wording::shortestWaitRow(), m_shortestWait);
}

void PracticeForm::buildHarder(QVBoxLayout* column)
{
    section(column, Wording::harderSection(), false);
    m_other = number(u"otherPerMinute"_s, 100'000);
    m_differs = onOff(u"limitDiffers"_s);
    m_share = number(u"realShare"_s, 200);
    m_share->setMinimum(1);
    m_share->setSuffix(u"%"_s);
    m_delay = number(u"extraDelay"_s, 60'000);
    m_delay->setSuffix(u" ms"_s);
    m_delay->setSingleStep(50);
    m_errors = number(u"errorShare"_s, 100);
    m_errors->setSuffix(u"%"_s);
    row(column, Wording::otherRow(), m_other);
    row(column, Wording::differsRow(), m_differs);
    row(column, Wording::realShareRow(), m_share);
    m_shareRow = m_share->parentWidget();
    row(column, Wording::delayRow(), m_delay);
    row(column, Wording::errorsRow(), m_errors);
}

void PracticeForm::buildCounting(QVBoxLayout* column)
{
    section(column, Wording::countingSection(), false);
    m_algorithm = new QComboBox(this);
    m_algorithm->setObjectName(u"algorithm"_s);
    for (const Algorithm algorithm : Algorithms) {
        m_algorithm->addItem(Wording::algorithm(algorithm));
    }
    m_edition = new QComboBox(this);
    m_edition->setObjectName(u"edition"_s);
    for (QComboBox* field : {m_algorithm, m_edition}) {
        field->setFixedSize(176, 28);
        field->setProperty("compact", true);
    }
    connect(m_algorithm, &QComboBox::activated, this, &PracticeForm::read);
    connect(m_edition, &QComboBox::activated, this,
            [this](int at) { chooseProfile(m_edition->itemData(at).toString()); });
    row(column, Wording::algorithmRow(), m_algorithm);
    row(column, Wording::editionRow(), m_edition);
}

void PracticeForm::chooseVendor(int vendor)
{
    chooseProfile(Vendors.at(std::size_t(vendor)));
}

void PracticeForm::chooseProfile(const QString& id)
{
    EmulatorSettings settings = m_settings;
    settings.profileId = id;
    settings.windows.clear(); // another gateway starts with its own numbers
    show(settings);
    m_settings = settings;
    emit changed(m_settings);
}

qint64 PracticeForm::limitOf(const QString& name) const
{
    const auto named = [&name](const Policy& each) { return each.name == name; };
    const auto own = std::find_if(m_settings.windows.begin(), m_settings.windows.end(), named);
    if (own != m_settings.windows.end()) {
        return own->limit;
    }
    const auto profile = m_profiles.find(m_settings.profileId);
    if (!profile) {
        return 0;
    }
    const auto theirs = std::find_if(profile->windows.begin(), profile->windows.end(), named);
    return theirs == profile->windows.end() ? 0 : theirs->limit;
}

void PracticeForm::setWindow(const QString& name, Duration window, int limit)
{
    if (limitOf(name) == limit) {
        return;
    }
    m_settings.windows.removeIf([&name](const Policy& each) { return each.name == name; });
    Policy policy;
    if (const auto profile = m_profiles.find(m_settings.profileId)) {
        for (const Policy& each : profile->windows) {
            policy = each.name == name ? each : policy;
        }
    }
    policy.name = name;
    policy.window = window;
    policy.limit = limit;
    policy.source = Source::SetByUser;
    m_settings.windows.append(policy);
}

void PracticeForm::setSettings(const EmulatorSettings& settings)
{
    // What is being typed is not overwritten by what was said before.
    const QWidget* typing = focusWidget();
    const bool isTyping
        = typing != nullptr && typing->hasFocus() && qobject_cast<const QSpinBox*>(typing);
    if (settings != m_settings && !isTyping) {
        show(settings);
    }
}

void PracticeForm::show(const EmulatorSettings& settings)
{
    m_isShowing = true;
    m_settings = settings;
    const auto profile = m_profiles.find(settings.profileId);
    int vendor = int(Vendors.size()) - 1;
    for (int at = 0; at < int(Vendors.size()); ++at) {
        const bool isIt = settings.profileId == Vendors.at(std::size_t(at))
            || (profile && profile->sibling == Vendors.at(std::size_t(at)));
        vendor = isIt ? at : vendor;
    }
    m_vendor->setCurrent(vendor);
    m_second->setValue(int(limitOf(u"second"_s)));
    m_minute->setValue(int(limitOf(u"minute"_s)));
    m_day->setValue(int(limitOf(u"day"_s)));
    m_retryAfter->setChecked(settings.sendsRetryAfter);
    m_headers->setChecked(settings.sendsLimitHeaders);
    m_shortestWait->setValue(
        int(std::chrono::ceil<std::chrono::seconds>(settings.shortestWait).count()));
    m_other->setValue(int(std::lround(settings.otherPerMinute)));
    const bool differs = settings.realLimitShare != 1;
    m_differs->setChecked(differs);
    m_share->setValue(int(std::lround((differs ? settings.realLimitShare : UsualRealShare) * 100)));
    m_shareRow->setVisible(differs);
    m_delay->setValue(int(std::chrono::ceil<std::chrono::milliseconds>(settings.latency).count()));
    m_errors->setValue(int(std::lround(settings.errorShare * 100)));
    const auto algorithm = std::find(Algorithms.begin(), Algorithms.end(), settings.algorithm);
    m_algorithm->setCurrentIndex(
        algorithm == Algorithms.end() ? 0 : int(algorithm - Algorithms.begin()));
    m_edition->clear();
    for (const Profile& each : m_profiles.all()) {
        if (each.id == settings.profileId || (profile && each.id == profile->sibling)) {
            m_edition->addItem(each.edition.isEmpty() ? each.name : each.edition, each.id);
        }
    }
    m_edition->setCurrentIndex(m_edition->findData(settings.profileId));
    m_edition->setEnabled(m_edition->count() > 1);
    m_isShowing = false;
}

void PracticeForm::read()
{
    if (m_isShowing) {
        return;
    }
    setWindow(u"second"_s, 1s, m_second->value());
    setWindow(u"minute"_s, 1min, m_minute->value());
    setWindow(u"day"_s, 24h, m_day->value());
    m_settings.sendsRetryAfter = m_retryAfter->isChecked();
    m_settings.sendsLimitHeaders = m_headers->isChecked();
    m_settings.shortestWait = std::chrono::seconds(m_shortestWait->value());
    m_settings.otherPerMinute = m_other->value();
    m_settings.realLimitShare = m_differs->isChecked() ? m_share->value() / 100.0 : 1;
    m_shareRow->setVisible(m_differs->isChecked());
    m_settings.latency = std::chrono::milliseconds(m_delay->value());
    m_settings.errorShare = m_errors->value() / 100.0;
    m_settings.algorithm = Algorithms.at(std::size_t(std::max(m_algorithm->currentIndex(), 0)));
    emit changed(m_settings);
}

} // namespace Pacewatch
