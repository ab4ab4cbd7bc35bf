#include "ui/views/diagnosis/whatifcontrols.h"

#include "ui/controls/checkbox.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/stepslider.h"
#include "ui/controls/textlabel.h"
#include "ui/wording/whatif.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace Pacewatch {

using namespace std::chrono_literals;

namespace {

// A limit: from a quarter to sixteen times, ten steps for each doubling.
constexpr int LimitSteps = 60;
constexpr int LimitUsual = 20;
constexpr double StepsADoubling = 10;
// A pace: the last step leaves the calls as they are; eight steps for each halving below it.
constexpr int PaceSteps = 60;
constexpr double StepsAHalving = 8;
constexpr int WorkerSteps = 20; ///< the last step leaves the calls as they are
constexpr std::array<Duration, 6> CacheTimes{0s, 10s, 30s, 1min, 5min, 15min};
constexpr std::array Servers{Algorithm::Unknown, Algorithm::Fixed, Algorithm::Anchored,
                             Algorithm::Sliding, Algorithm::Bucket};
constexpr qsizetype MostWindows = 3;

/// Two digits: a number that a person would type.
double rounded(double value)
{
    if (value <= 0) {
        return 0;
    }
    const double scale = std::pow(10, std::floor(std::log10(value)) - 1);
    return std::round(value / scale) * scale;
}

} // namespace

WhatIfControls::WhatIfControls(const Theme& theme, const Icons& icons, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_rows(new QGridLayout)
    , m_keepsWait(new CheckBox(theme, icons, Wording::keepsWaitName()))
    , m_bulk(new CheckBox(theme, icons, Wording::bulkName()))
    , m_server(new SegmentedControl(theme, icons))
{
    m_keepsWait->setObjectName(u"whatIfKeepsWait"_s);
    m_bulk->setObjectName(u"whatIfBulk"_s);
    m_keepsWait->setCheckable(true);
    m_bulk->setCheckable(true);
    for (const Algorithm server : Servers) {
        m_server->addSegment(Wording::serverSegment(server));
    }
    m_server->setAccessibleName(Wording::serverName());
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    m_rows->setHorizontalSpacing(14);
    m_rows->setVerticalSpacing(2);
    m_rows->setColumnStretch(1, 1);
    column->addLayout(m_rows);
    addSliders();
    addChoices(*column);
    connect(m_keepsWait, &CheckBox::toggled, this, &WhatIfControls::changed);
    connect(m_bulk, &CheckBox::toggled, this, &WhatIfControls::changed);
    connect(m_server, &SegmentedControl::chosen, this, &WhatIfControls::changed);
}

void WhatIfControls::addSliders()
{
    m_pace = addRow(
        Wording::whatIfPaceName(), PaceSteps, PaceSteps, u"whatIfPace"_s, [this](int step) {
            return step == PaceSteps ? Wording::asRecorded() : Wording::rate(paceAt(step));
        });
    m_workers = addRow(
        Wording::workersName(), WorkerSteps, WorkerSteps, u"whatIfWorkers"_s, [](int step) {
            return step == WorkerSteps ? Wording::asRecorded() : Wording::count(step + 1);
        });
    m_cache = addRow(Wording::cacheName(), static_cast<int>(CacheTimes.size()) - 1, 0,
                     u"whatIfCache"_s, [](int step) {
                         return step == 0
                             ? Wording::asRecorded()
                             : Wording::duration(CacheTimes.at(static_cast<std::size_t>(step)));
                     });
}

void WhatIfControls::addChoices(QVBoxLayout& column)
{
    auto* const boxes = new QHBoxLayout;
    boxes->setSpacing(20);
    boxes->addWidget(m_keepsWait);
    boxes->addWidget(m_bulk);
    boxes->addStretch(1);
    column.addLayout(boxes);
    auto* const server = new QHBoxLayout;
    server->setSpacing(14);
    server->addWidget(
        new TextLabel(m_theme, FontRole::Label, Color::TextSecondary, Wording::serverName()));
    server->addWidget(m_server);
    server->addStretch(1);
    column.addLayout(server);
}

WhatIfControls::Row WhatIfControls::addRow(const QString& name, int most, int usual,
                                           const QString& objectName,
                                           std::function<QString(int)> words)
{
    Row row;
    row.slider = new StepSlider(m_theme, most, usual);
    row.slider->setObjectName(objectName);
    row.slider->setAccessibleName(name);
    row.value = new TextLabel(m_theme, FontRole::Label, Color::TextPrimary, words(usual));
    row.value->setMinimumWidth(112);
    row.words = std::move(words);
    const int line = m_rows->rowCount();
    row.name = new TextLabel(m_theme, FontRole::Label, Color::TextSecondary, name);
    m_rows->addWidget(row.name, line, 0);
    m_rows->addWidget(row.slider, line, 1);
    m_rows->addWidget(row.value, line, 2);
    connect(row.slider, &QSlider::valueChanged, this, [this] {
        tellSteps();
        emit changed();
    });
    return row;
}

void WhatIfControls::tellSteps()
{
    QList<Row> rows{m_pace, m_workers, m_cache};
    for (const Row& limit : m_limits) {
        rows.append(limit);
    }
    for (const Row& row : rows) {
        if (row.value != nullptr) {
            row.value->setText(row.words(row.slider->value()));
            row.slider->setAccessibleDescription(row.value->text());
        }
    }
}

Policy WhatIfControls::limitAt(qsizetype window, int step) const
{
    Policy limit = m_windows.at(window);
    if (step != LimitUsual) {
        const double factor = std::pow(2, (step - LimitUsual) / StepsADoubling);
        limit.limit
            = std::max<qint64>(1, qRound64(rounded(static_cast<double>(limit.limit) * factor)));
        limit.source = Source::SetByUser;
    }
    return limit;
}

double WhatIfControls::paceAt(int step) const
{
    double most = 1;
    for (const Policy& window : m_windows) {
        most = std::max(most, static_cast<double>(window.limit) / toSeconds(window.window));
    }
    return rounded(most * std::pow(2, (step - (PaceSteps - 1)) / StepsAHalving));
}

void WhatIfControls::makeLimits()
{
    const qsizetype number = std::min(m_windows.size(), MostWindows);
    for (auto i = static_cast<qsizetype>(m_limits.size()); i < number; ++i) {
        m_limits.push_back(addRow(Wording::limitName(m_windows.at(i)), LimitSteps, LimitUsual,
                                  u"whatIfLimit%1"_s.arg(i), [this, i](int step) {
                                      return i < m_windows.size()
                                          ? Wording::limitLine(limitAt(i, step))
                                          : QString();
                                  }));
    }
    // Another connection may have other windows.
    for (qsizetype i = 0; i < static_cast<qsizetype>(m_limits.size()); ++i) {
        const Row& row = m_limits[static_cast<std::size_t>(i)];
        const bool isThere = i < number;
        row.name->setText(isThere ? Wording::limitName(m_windows.at(i)) : QString());
        row.slider->setAccessibleName(row.name->text());
        for (QWidget* const part :
             std::initializer_list<QWidget*>{row.name, row.slider, row.value}) {
            part->setVisible(isThere);
        }
    }
}

WhatIf WhatIfControls::what() const
{
    WhatIf what;
    for (qsizetype i = 0; i < static_cast<qsizetype>(m_limits.size()); ++i) {
        const StepSlider* const slider = m_limits[static_cast<std::size_t>(i)].slider;
        if (!slider->isUsual() && i < m_windows.size()) {
            what.limits.append(limitAt(i, slider->value()));
        }
    }
    if (!m_pace.slider->isUsual()) {
        what.perSecond = paceAt(m_pace.slider->value());
    }
    if (!m_workers.slider->isUsual()) {
        what.workers = m_workers.slider->value() + 1;
    }
    what.cache = CacheTimes.at(static_cast<std::size_t>(m_cache.slider->value()));
    what.keepsWait = m_keepsWait->isChecked();
    what.bulk = m_bulk->isChecked() && m_hasBulk;
    if (m_server->current() > 0) {
        what.server = Servers.at(static_cast<std::size_t>(m_server->current()));
    }
    return what;
}

void WhatIfControls::startOver()
{
    m_windows.clear();
    m_hasBulk = false;
    for (const Row& row : m_limits) {
        row.slider->setStep(LimitUsual);
    }
    m_pace.slider->setStep(PaceSteps);
    m_workers.slider->setStep(WorkerSteps);
    m_cache.slider->setStep(0);
    for (CheckBox* const box : {m_keepsWait, m_bulk}) {
        const QSignalBlocker quiet(box);
        box->setChecked(false);
    }
    m_server->setCurrent(0);
    tellSteps();
}

void WhatIfControls::showWindows(const QList<Policy>& windows, bool hasBulk)
{
    m_windows = windows;
    m_hasBulk = hasBulk;
    makeLimits();
    m_bulk->setVisible(hasBulk);
    tellSteps();
}

void WhatIfControls::apply(const WhatIf& what)
{
    for (std::size_t i = 0; i < m_limits.size(); ++i) {
        int step = LimitUsual;
        for (const Policy& limit : what.limits) {
            const Policy known = m_windows.value(static_cast<qsizetype>(i));
            if (limit.name == known.name && limit.limit != known.limit) {
                // The next step up: a little more than the least that does.
                step = LimitUsual
                    + static_cast<int>(std::ceil(StepsADoubling
                                                 * std::log2(static_cast<double>(limit.limit)
                                                             / static_cast<double>(known.limit))));
                while (step < LimitSteps
                       && limitAt(static_cast<qsizetype>(i), step).limit < limit.limit) {
                    ++step;
                }
            }
        }
        m_limits[i].slider->setStep(step);
    }
    int pace = PaceSteps;
    if (what.perSecond > 0) {
        do {
            --pace;
        } while (pace > 0 && paceAt(pace) > what.perSecond);
    }
    m_pace.slider->setStep(pace);
    m_workers.slider->setStep(what.workers > 0 ? std::min(what.workers - 1, WorkerSteps - 1)
                                               : WorkerSteps);
    int cache = 0;
    while (cache + 1 < static_cast<int>(CacheTimes.size())
           && CacheTimes.at(static_cast<std::size_t>(cache))
               < std::max(what.cache, what.pollEvery)) {
        ++cache;
    }
    m_cache.slider->setStep(cache);
    {
        const QSignalBlocker quietWait(m_keepsWait);
        const QSignalBlocker quietBulk(m_bulk);
        m_keepsWait->setChecked(what.keepsWait);
        m_bulk->setChecked(what.bulk);
    }
    m_server->setCurrent(0);
    tellSteps();
    emit changed();
}

} // namespace Pacewatch
