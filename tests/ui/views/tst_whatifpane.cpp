#include "ui/controls/checkbox.h"
#include "ui/controls/segmentedcontrol.h"
#include "ui/controls/stepslider.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/views/diagnosis/whatifpane.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestWhatIfPane final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void asksForNothingAtFirst();
    void turnsSlidersIntoAChange();
    void movesByKeyAndByMouse();
    void saysWhatComesOfIt();
    void offersTheSingleChanges();
    void startsOver();
    void followsTheWindowsOfAnotherConnection();

private:
    [[nodiscard]] StepSlider* slider(const char* name) const
    {
        return m_pane->findChild<StepSlider*>(QString::fromLatin1(name));
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<Icons> m_icons;
    std::unique_ptr<WhatIfPane> m_pane;
};

namespace {

Policy window(const QString& name, qint64 limit, Duration span)
{
    Policy policy;
    policy.name = name;
    policy.limit = limit;
    policy.window = span;
    return policy;
}

WhatIfAnswer bursts()
{
    WhatIfAnswer answer;
    answer.recordedCalls = 144;
    answer.recordedRefusals = 84;
    answer.windows = {window(u"second"_s, 10, 1s), window(u"minute"_s, 100, 1min)};
    answer.hasBulk = true;
    answer.unchanged = {.calls = 144, .refusals = 84, .lost = 84, .moved = 0, .length = 150s};
    answer.changed = answer.unchanged;
    return answer;
}

SingleChange change(ChangeKind kind, const WhatIf& what)
{
    return {
        kind, what, {.calls = 144, .refusals = 0, .lost = 0, .moved = 60, .length = 152s}, true};
}

} // namespace

void TestWhatIfPane::init()
{
    m_theme = std::make_unique<Theme>();
    m_icons = std::make_unique<Icons>(*m_theme);
    m_pane = std::make_unique<WhatIfPane>(*m_theme, *m_icons);
    m_pane->resize(760, 640);
    m_pane->startOver();
    m_pane->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_pane.get()));
}

void TestWhatIfPane::cleanup()
{
    m_pane.reset();
    m_icons.reset();
    m_theme.reset();
}

void TestWhatIfPane::asksForNothingAtFirst()
{
    QVERIFY(m_pane->what().changesNothing());
    m_pane->showAnswer(bursts());
    QVERIFY(m_pane->what().changesNothing());
}

void TestWhatIfPane::turnsSlidersIntoAChange()
{
    m_pane->showAnswer(bursts());
    const QSignalSpy changed(m_pane.get(), &WhatIfPane::changed);
    StepSlider* const second = slider("whatIfLimit0");
    QVERIFY(second);
    second->setValue(second->usual() + 10); // one doubling
    QCOMPARE(m_pane->what().limits.size(), 1);
    QCOMPARE(m_pane->what().limits.first().limit, 20);
    QCOMPARE(m_pane->what().limits.first().name, u"second"_s);
    slider("whatIfPace")->setValue(slider("whatIfPace")->maximum() - 1);
    QCOMPARE(m_pane->what().perSecond, 10.0);
    slider("whatIfWorkers")->setValue(1);
    QCOMPARE(m_pane->what().workers, 2);
    slider("whatIfCache")->setValue(2);
    QCOMPARE(m_pane->what().cache, Duration(30s));
    m_pane->findChild<CheckBox*>(u"whatIfKeepsWait"_s)->click();
    QVERIFY(m_pane->what().keepsWait);
    m_pane->findChild<CheckBox*>(u"whatIfBulk"_s)->click();
    QVERIFY(m_pane->what().bulk);
    QCOMPARE(changed.size(), 6);
}

void TestWhatIfPane::movesByKeyAndByMouse()
{
    StepSlider* const pace = slider("whatIfPace");
    const QSignalSpy changed(m_pane.get(), &WhatIfPane::changed);
    QTest::keyClick(pace, Qt::Key_Left);
    QCOMPARE(pace->value(), pace->maximum() - 1);
    QTest::mouseClick(pace, Qt::LeftButton, {}, QPoint(1, pace->height() / 2));
    QCOMPARE(pace->value(), 0);
    QTest::mouseClick(pace, Qt::LeftButton, {}, QPoint(pace->width() - 1, pace->height() / 2));
    QVERIFY(pace->isUsual());
    QCOMPARE(changed.size(), 3);
}

void TestWhatIfPane::saysWhatComesOfIt()
{
    WhatIfAnswer answer = bursts();
    answer.changed.refusals = 12;
    m_pane->showAnswer(answer);
    const auto* const result = m_pane->findChild<QLabel*>(u"whatIfResult"_s);
    QCOMPARE(result->text(), u"12 refusals instead of 84"_s);
    answer.changed.refusals = 0;
    m_pane->showAnswer(answer);
    QCOMPARE(result->text(), u"No refusals instead of 84"_s);
    answer.changed = answer.unchanged;
    m_pane->showAnswer(answer);
    QCOMPARE(result->text(), u"84 refusals, as before"_s);
}

void TestWhatIfPane::offersTheSingleChanges()
{
    WhatIfAnswer answer = bursts();
    WhatIf spreads;
    spreads.perSecond = 3.7;
    WhatIf higher;
    higher.limits = {window(u"second"_s, 24, 1s)};
    answer.changes
        = {change(ChangeKind::Spreads, spreads), change(ChangeKind::HigherLimit, higher)};
    m_pane->showAnswer(bursts());
    m_pane->showSingleChanges(answer);
    QList<QAbstractButton*> tries;
    for (QAbstractButton* const button : m_pane->findChildren<QAbstractButton*>()) {
        if (button->text() == "Try it"_L1) {
            tries.append(button);
        }
    }
    QCOMPARE(tries.size(), 2);
    const QSignalSpy changed(m_pane.get(), &WhatIfPane::changed);
    tries.at(0)->click();
    QVERIFY(m_pane->what().perSecond > 0);
    QVERIFY(m_pane->what().perSecond <= 3.7);
    QVERIFY(m_pane->what().limits.isEmpty());
    tries.at(1)->click();
    QCOMPARE(m_pane->what().perSecond, 0.0);
    QVERIFY(m_pane->what().limits.first().limit >= 24);
    QCOMPARE(changed.size(), 2);
}

void TestWhatIfPane::startsOver()
{
    m_pane->showAnswer(bursts());
    slider("whatIfLimit0")->setValue(3);
    slider("whatIfWorkers")->setValue(0);
    m_pane->findChild<CheckBox*>(u"whatIfKeepsWait"_s)->click();
    QVERIFY(!m_pane->what().changesNothing());
    const QSignalSpy changed(m_pane.get(), &WhatIfPane::changed);
    m_pane->startOver();
    QVERIFY(m_pane->what().changesNothing());
    QCOMPARE(changed.size(), 0);
}

void TestWhatIfPane::followsTheWindowsOfAnotherConnection()
{
    m_pane->showAnswer(bursts());
    QVERIFY(slider("whatIfLimit1")->isVisible());
    m_pane->startOver();
    WhatIfAnswer hourly = bursts();
    hourly.windows = {window(u"hour"_s, 500, 1h)};
    m_pane->showAnswer(hourly);
    QVERIFY(!slider("whatIfLimit1")->isVisible());
    StepSlider* const hour = slider("whatIfLimit0");
    QCOMPARE(hour->accessibleName(), u"Limit, hour"_s);
    hour->setValue(hour->usual() + 10);
    QCOMPARE(m_pane->what().limits.first().name, u"hour"_s);
    QCOMPARE(m_pane->what().limits.first().limit, 1000);
}

QTEST_MAIN(TestWhatIfPane)
#include "tst_whatifpane.moc"
