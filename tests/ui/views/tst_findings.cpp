#include "ui/charts/evidencechart.h"
#include "ui/icons.h"
#include "ui/theme.h"
#include "ui/views/diagnosis/diagnosissummary.h"
#include "ui/views/diagnosis/findingpane.h"
#include "ui/views/diagnosis/findingslist.h"
#include "ui/wording/findingfacts.h"
#include "ui/wording/findings.h"
#include "ui/wording/report.h"
#include "ui/wording/wording.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QListView>
#include <QPushButton>
#include <QRegularExpression>
#include <QSet>
#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace Pacewatch;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace {

constexpr WallTime Start{1'763'547'330s};

Policy aSecond()
{
    Policy policy;
    policy.name = u"second"_s;
    policy.limit = 10;
    policy.window = 1s;
    return policy;
}

Fact fact(Fact::Kind kind, qint64 count, double value = 0, Duration span = {})
{
    Fact made;
    made.kind = kind;
    made.count = count;
    made.value = value;
    made.span = span;
    return made;
}

CallSteps bursts()
{
    CallSteps steps;
    steps.start = Start;
    steps.limit = 10;
    steps.window = 1s;
    steps.average = 2;
    steps.between = 30s;
    for (int second = 0; second < 75; ++second) {
        const bool isBurst = second % 30 == 10;
        steps.steps.append(isBurst ? CallSteps::Step{24, 14} : CallSteps::Step{1, 0});
        if (isBurst) {
            steps.marks.append({Start + std::chrono::seconds(second), 800ms, 24, 14});
        }
    }
    return steps;
}

WaitRows waits()
{
    WaitRows rows;
    for (int row = 0; row < 40; ++row) {
        rows.rows.append({Start + std::chrono::seconds(row), 2s,
                          row % 3 == 0 ? Duration(2100ms) : Duration(600ms), row % 3 != 0});
    }
    return rows;
}

GapBins gaps()
{
    return {.width = 500ms,
            .bins = {0, 1, 3, 30, 4, 1},
            .usual = 1700ms,
            .changed = 2,
            .unchanged = 37};
}

CreateGroups creates()
{
    CreateGroups groups;
    groups.bulkPath = "/contacts/bulk";
    for (int group = 0; group < 9; ++group) {
        groups.groups.append({Start + group * 30s, 5 + group});
    }
    return groups;
}

UsedLines shared()
{
    UsedLines lines;
    lines.limit = 100;
    lines.window = 1min;
    for (int point = 0; point < 60; ++point) {
        lines.points.append({Start + std::chrono::seconds(point), point + point / 3, point});
    }
    return lines;
}

LimitMarks limits()
{
    LimitMarks marks{.documented = 100, .observed = 80, .window = 1min, .marks = {}};
    for (int minute = 0; minute < 12; ++minute) {
        marks.marks.append({Start + minute * 1min, 70 + minute % 11, 81});
    }
    return marks;
}

Evidence evidenceOf(FindingKind kind)
{
    switch (kind) {
    case FindingKind::EarlyRetries:
    case FindingKind::EarlyJitter:
        return waits();
    case FindingKind::FrequentPolls:
    case FindingKind::RepeatedFetches:
        return gaps();
    case FindingKind::SingleCreates:
        return creates();
    case FindingKind::SharedQuota:
        return shared();
    case FindingKind::LimitDiffers:
        return limits();
    default:
        break;
    }
    return bursts();
}

Finding make(FindingKind kind)
{
    Finding finding;
    finding.kind = kind;
    finding.group = kind < FindingKind::FrequentPolls ? FindingGroup::CausesRefusals
                                                      : FindingGroup::LowersLoad;
    finding.who = Culprit::Client;
    finding.sure = Cause::Sure::Strong;
    finding.rule = SureRule::SeenOften;
    finding.times = 33;
    finding.explained = 0.9;
    finding.refusals = finding.group == FindingGroup::CausesRefusals ? 494 : 0;
    finding.perMinute = 35;
    finding.window = aSecond();
    finding.path = "/contacts";
    finding.facts = {fact(Fact::Kind::Times, 33),
                     fact(Fact::Kind::CallsEach, 0, 24),
                     fact(Fact::Kind::Length, 0, 0, 800ms),
                     fact(Fact::Kind::Distance, 0, 0, 30s),
                     fact(Fact::Kind::MedianGap, 0, 0, 600ms),
                     fact(Fact::Kind::MedianWait, 0, 0, 2s),
                     fact(Fact::Kind::KeptShare, 0, 0.31),
                     fact(Fact::Kind::RefusedAgain, 7, 31),
                     fact(Fact::Kind::Documented, 100),
                     fact(Fact::Kind::Observed, 80),
                     fact(Fact::Kind::Status, 400),
                     fact(Fact::Kind::ForeignPerMinute, 0, 23)};
    finding.evidence = evidenceOf(kind);
    finding.calls = {ExchangeId(1), ExchangeId(2)};
    finding.exampleFrom = Start;
    finding.exampleTo = Start + 10s;
    finding.advice
        = {.perSecond = 8, .every = 125ms, .wait = 2s, .bulkPath = "/contacts/bulk", .limit = 80};
    return finding;
}

Diagnosis diagnosisOf(const QList<FindingKind>& kinds)
{
    Diagnosis diagnosis;
    diagnosis.from = Start;
    diagnosis.to = Start + 17min;
    diagnosis.calls = 2014;
    diagnosis.refused = 695;
    diagnosis.headline = Headline::OneCulprit;
    diagnosis.mainCulprit = Culprit::Client;
    diagnosis.mainRefusals = 672;
    diagnosis.parts = {{FindingKind::Bursts, Culprit::Client, 494},
                       {FindingKind::EarlyRetries, Culprit::Client, 178},
                       {FindingKind::SharedQuota, Culprit::AnotherConsumer, 22},
                       {std::nullopt, Culprit::Unknown, 1}};
    diagnosis.windows = {aSecond()};
    for (const FindingKind kind : kinds) {
        diagnosis.findings.append(make(kind));
    }
    diagnosis.checked = {FindingKind::LimitDiffers, FindingKind::LargeBodies};
    return diagnosis;
}

QList<FindingKind> allKinds()
{
    QList<FindingKind> kinds;
    for (int kind = 0; kind <= int(FindingKind::ForbiddenRetries); ++kind) {
        kinds.append(FindingKind(kind));
    }
    return kinds;
}

qsizetype coloursOf(QWidget& widget)
{
    const QImage picture = widget.grab().toImage();
    QSet<QRgb> colours;
    for (int y = 0; y < picture.height(); y += 2) {
        for (int x = 0; x < picture.width(); x += 2) {
            colours.insert(picture.pixel(x, y));
        }
    }
    return colours.size();
}

} // namespace

class TestFindings final : public QObject
{
    Q_OBJECT

private slots:
    void saysEachKindInWholeSentences();
    void saysOfNoRetryMoreThanHappened();
    void namesTheCodesOfWhatStandsBehind();
    void tellsACustomerEachKindWithoutCode();
    void asksForEachThingOnce();
    void boundsWhatOthersUse();
    void saysWhyAskingMayBeRight();
    void measuresNothingAsZero();
    void saysWhatItRestsOn();
    void letsTheNumberOfRefusalsStandOut();
    void drawsEachKindOfEvidence();
    void saysWhoCausesHowMuch();
    void chooseTheFirstUntilSomebodyChooses();
    void copiesWhatToSay();
    void leadsFromThePartToTheFinding();

private:
    Theme m_theme;
    Icons m_icons{m_theme};
};

void TestFindings::saysEachKindInWholeSentences()
{
    QSet<QString> titles;
    for (const FindingKind kind : allKinds()) {
        const Finding finding = make(kind);
        for (const QString& text : {Wording::findingText(finding), Wording::changeThis(finding),
                                    Wording::sayToCustomer(finding)}) {
            QVERIFY2(text.endsWith(u'.'), qPrintable(Wording::findingTitle(kind)));
            static const QRegularExpression hole(u"%[1-9]|\\bnan\\b|\\s\\s"_s);
            QVERIFY2(!text.contains(hole), qPrintable(text));
        }
        titles.insert(Wording::findingTitle(kind));
        QVERIFY(!Wording::findingAmount(finding).isEmpty());
        QVERIFY(!Wording::checkedTitle(kind).isEmpty());
        const QList<Wording::FactText> facts = Wording::findingFacts(finding);
        QCOMPARE(facts.size(), 3);
    }
    QCOMPARE(titles.size(), allKinds().size());
}

void TestFindings::saysOfNoRetryMoreThanHappened()
{
    Finding finding = make(FindingKind::EarlyRetries);
    QVERIFY(Wording::sayToCustomer(finding).contains(u"refused again"_s));
    finding.facts = {fact(Fact::Kind::RefusedAgain, 0, 31)};
    QVERIFY(!Wording::sayToCustomer(finding).contains(u"refused again"_s));
}

void TestFindings::namesTheCodesOfWhatStandsBehind()
{
    Finding finding = make(FindingKind::BehindGateway);
    finding.facts = {fact(Fact::Kind::Status, 131056, 12), fact(Fact::Kind::Status, 4, 1)};
    QCOMPARE(
        Wording::findingText(finding),
        u"The gateway took the calls, but what stands behind it refused them with codes 131056 "
        "(too many messages to the same recipient) and 4 (too many calls of one app). The "
        "limits of the gateway itself were not reached."_s);
    const QList<Wording::FactText> facts = Wording::findingFacts(finding);
    QCOMPARE(facts.at(0).value, u"131056"_s);
    QCOMPARE(facts.at(0).caption, u"was WhatsApp’s code, 12 times"_s);
    QCOMPARE(facts.at(1).caption, u"was WhatsApp’s code, once"_s);
}

void TestFindings::tellsACustomerEachKindWithoutCode()
{
    static const QRegularExpression code(
        u"/contacts|Retry-After|[Hh]eader|\\b429\\b|%[1-9]|\\bnan\\b|\\s\\s|customer’s client"_s);
    QSet<QString> titles;
    for (const FindingKind kind : allKinds()) {
        Finding finding = make(kind);
        finding.method = "POST";
        QStringList texts = Wording::reportParagraphs(finding, ReportReader::Customer);
        QCOMPARE(texts.size(), 1);
        texts += Wording::reportChanges({finding}, ReportReader::Customer);
        texts += Wording::reportSure(finding, ReportReader::Customer);
        for (const QString& text : std::as_const(texts)) {
            QVERIFY2(text.endsWith(u'.') && !text.contains(code), qPrintable(text));
        }
        const QString title = Wording::reportFindingTitle(finding, ReportReader::Customer);
        QVERIFY2(!title.contains(code), qPrintable(title));
        titles.insert(title);
    }
    Finding shared = make(FindingKind::SharedQuota);
    shared.rule = SureRule::WorkedOut;
    const QString sure = Wording::reportSure(shared, ReportReader::Customer);
    QVERIFY2(!sure.contains(code), qPrintable(sure));
    Finding polls = make(FindingKind::FrequentPolls);
    polls.path = "/v1/men\xc3\xbcs"; // as it came, without percent signs
    QVERIFY2(Wording::findingText(polls).contains(u"/v1/menüs"_s),
             qPrintable(Wording::findingText(polls)));
    QVERIFY(Wording::changeThis(polls).contains(u"/v1/menüs"_s));
    polls.path = "/v1/templates";
    QCOMPARE(Wording::reportFindingTitle(polls, ReportReader::Customer),
             u"Templates are asked for too often"_s);
    QVERIFY(Wording::customerWords(polls).what.startsWith(
        u"Your system asks for the templates every "_s));
    // Two are the same to a customer: what Pacewatch refused, and what it sent.
    QCOMPARE(titles.size(), allKinds().size() - 1);
    Finding bursts = make(FindingKind::Bursts);
    bursts.method = "POST";
    QCOMPARE(Wording::reportFindingTitle(bursts, ReportReader::Customer),
             u"Contacts are created in bursts"_s);
    QCOMPARE(Wording::customerWords(bursts).what,
             u"Your system creates about 24 contacts at once, every 30 s. Our gateway accepts 10 "
             "calls a second and refuses the rest."_s);
    QCOMPARE(Wording::reportFigure(bursts)->caption, u"bursts, one every 30 s"_s);
}

void TestFindings::asksForEachThingOnce()
{
    Finding slow = make(FindingKind::UnspreadLoad);
    slow.advice.perSecond = 1.3;
    slow.advice.every = 770ms;
    const QList<Finding> findings{make(FindingKind::Bursts), make(FindingKind::EarlyRetries), slow,
                                  make(FindingKind::PenaltyKeptFull),
                                  make(FindingKind::SingleCreates)};
    for (const ReportReader reader : {ReportReader::Customer, ReportReader::Developer}) {
        const QStringList changes = Wording::reportChanges(findings, reader);
        QVERIFY2(changes.size() == 2, qPrintable(changes.join(u'\n')));
        // Who keeps the slowest pace keeps the others.
        QVERIFY2(changes.first().contains(u"770 ms"), qPrintable(changes.first()));
        QVERIFY2(!changes.join(u' ').contains(u"125 ms"), qPrintable(changes.first()));
        QVERIFY2(changes.last().contains(u"2 s"), qPrintable(changes.last()));
    }
}

void TestFindings::boundsWhatOthersUse()
{
    Finding finding = make(FindingKind::SharedQuota);
    Fact foreign = fact(Fact::Kind::ForeignPerMinute, 0, 26);
    foreign.low = 22.6;
    foreign.high = 31;
    const auto told = [&](bool isAtLeast) {
        foreign.isAtLeast = isAtLeast;
        finding.facts = {foreign};
        const Wording::FactText text = Wording::findingFacts(finding).first();
        const ReportFigure figure = *Wording::reportFigure(finding);
        return QStringList{Wording::findingText(finding), Wording::sayToCustomer(finding),
                           text.value + u' ' + text.caption, figure.value + u' ' + figure.caption};
    };
    for (const QString& text : told(false)) {
        QVERIFY2(!text.contains(u"t least"_s) && text.contains(u"26"_s), qPrintable(text));
    }
    for (const QString& text : told(true)) {
        QVERIFY2(text.contains(u"t least"_s) && text.contains(u"22"_s), qPrintable(text));
        QVERIFY2(!text.contains(u"31"_s), qPrintable(text));
    }
}

void TestFindings::saysWhyAskingMayBeRight()
{
    Finding finding = make(FindingKind::FrequentPolls);
    finding.sure = Cause::Sure::Possible;
    finding.rule = SureRule::Competing;
    finding.facts = {fact(Fact::Kind::PerMinute, 0, 60)};
    QCOMPARE(Wording::sureReason(finding), u"Whether the answers changed was not seen."_s);
    finding.facts.append(fact(Fact::Kind::UnchangedShare, 0, 0.05));
    QCOMPARE(Wording::sureReason(finding),
             u"Its answers keep changing, so it may have to ask that often."_s);
    finding.facts.last().value = 1;
    QCOMPARE(Wording::sureReason(finding), u"It may have to ask that often."_s);
    finding.facts.append(fact(Fact::Kind::NotModifiedShare, 0, 1));
    QCOMPARE(Wording::sureReason(finding),
             u"The client keeps the answers and only asks whether they changed."_s);
    finding.kind = FindingKind::RepeatedFetches;
    QVERIFY(!Wording::changeThis(finding).contains(u"only for what changed"_s));
    finding.kind = FindingKind::Bursts;
    QCOMPARE(Wording::sureReason(finding), u"Something else would explain it as well."_s);
}

void TestFindings::measuresNothingAsZero()
{
    QCOMPARE(Wording::lengthOf(0s), u"at the same instant"_s);
    QCOMPARE(Wording::lengthOf(812ms), u"within 0.8 s"_s);
    QCOMPARE(Wording::roughly(999ms), u"1 s"_s);
    QCOMPARE(Wording::roughly(60ms), u"60 ms"_s);
    QCOMPARE(Wording::duration(200us), u"under 1 ms"_s);
    Finding finding = make(FindingKind::Bursts);
    finding.facts[2].span = {};
    QCOMPARE(Wording::findingFacts(finding).at(2).value, u"at once"_s);
}

void TestFindings::saysWhatItRestsOn()
{
    ConnectionSpec spec;
    QCOMPARE(Wording::basis(spec), u"Based on the calls seen through the proxy."_s);
    spec.way = WatchWay::Poll;
    spec.pollEvery = 5s;
    Diagnosis diagnosis = diagnosisOf({FindingKind::Bursts});
    diagnosis.unseen = {Unseen::SingleCalls};
    QCOMPARE(Wording::unseenNote(diagnosis, Wording::basis(spec)),
             u"Based on what the gateway answered every 5 s. Single calls of the customer are not "
             "visible."_s);
    diagnosis.unseen.clear();
    QCOMPARE(Wording::unseenNote(diagnosis), u"Based on the calls seen."_s);
}

void TestFindings::letsTheNumberOfRefusalsStandOut()
{
    FindingsModel model;
    model.show(diagnosisOf({FindingKind::Bursts, FindingKind::SingleCreates}));
    const auto strongOf = [&](FindingKind kind) {
        return model.index(model.rowOf(kind)).data(FindingsModel::StrongRole).toInt();
    };
    QCOMPARE(strongOf(FindingKind::Bursts), 3); // 494
    QCOMPARE(strongOf(FindingKind::SingleCreates), 0);
}

void TestFindings::drawsEachKindOfEvidence()
{
    EvidenceChart chart(m_theme);
    chart.resize(760, 200);
    chart.showEvidence(Finding());
    QVERIFY(!chart.hasPicture());
    const qsizetype nothing = coloursOf(chart);
    for (const FindingKind kind :
         {FindingKind::Bursts, FindingKind::EarlyRetries, FindingKind::FrequentPolls,
          FindingKind::SingleCreates, FindingKind::SharedQuota, FindingKind::LimitDiffers}) {
        chart.showEvidence(make(kind));
        QVERIFY(chart.hasPicture());
        QVERIFY2(coloursOf(chart) > nothing + 20, qPrintable(Wording::findingTitle(kind)));
    }
    WaitRows many = waits();
    QCOMPARE(shownWaits(many, 16).size(), 16);
    QCOMPARE(shownWaits(many, 16).last().refusedAt, many.rows.last().refusedAt);
}

void TestFindings::saysWhoCausesHowMuch()
{
    Diagnosis diagnosis = diagnosisOf({FindingKind::Bursts});
    QCOMPARE(Wording::headline(diagnosis),
             u"The customer’s client causes almost all of the refusals"_s);
    QCOMPARE(Wording::totals(diagnosis), u"695 of 2,014 calls were refused in 17 min 0 s."_s);
    diagnosis.mainRefusals = 400;
    QCOMPARE(Wording::headline(diagnosis), u"The customer’s client causes most of the refusals"_s);
    diagnosis.refused = 0;
    diagnosis.calls = 2234;
    diagnosis.headline = Headline::NothingRefused;
    QCOMPARE(Wording::headline(diagnosis), u"No refusals in this range"_s);
    QCOMPARE(Wording::totals(diagnosis), u"2,234 calls were all allowed."_s);
    diagnosis.failed = 12;
    QCOMPARE(
        Wording::totals(diagnosis),
        u"None of 2,234 calls was refused because of a limit; 12 failed for another reason."_s);
    diagnosis.calls = 1;
    diagnosis.failed = 1;
    QCOMPARE(Wording::totals(diagnosis), u"The one call failed, not because of a limit."_s);
    diagnosis.failed = 0;
    diagnosis.refused = 1;
    QCOMPARE(Wording::totals(diagnosis), u"The one call was refused."_s);
}

void TestFindings::chooseTheFirstUntilSomebodyChooses()
{
    FindingsList list(m_theme, m_icons);
    list.resize(328, 500);
    list.showDiagnosis(diagnosisOf({FindingKind::SharedQuota}));
    QCOMPARE(list.chosen()->kind, FindingKind::SharedQuota);
    list.showDiagnosis(diagnosisOf({FindingKind::Bursts, FindingKind::SharedQuota}));
    QCOMPARE(list.chosen()->kind, FindingKind::Bursts);
    list.choose(FindingKind::SharedQuota);
    list.showDiagnosis(
        diagnosisOf({FindingKind::Bursts, FindingKind::EarlyRetries, FindingKind::SharedQuota}));
    QCOMPARE(list.chosen()->kind, FindingKind::SharedQuota);
    list.showDiagnosis(diagnosisOf({}));
    QVERIFY(!list.chosen());
    list.showDiagnosis(diagnosisOf(allKinds()));
    auto* view = list.findChild<QListView*>();
    QTest::keyClick(view, Qt::Key_Down);
    QVERIFY(list.chosen()); // headings and what was checked cannot be chosen
}

void TestFindings::copiesWhatToSay()
{
    FindingPane pane(m_theme, m_icons);
    pane.resize(800, 520);
    const Finding finding = make(FindingKind::Bursts);
    pane.showFinding(finding);
    pane.findChild<QPushButton*>(u"findingCopyButton"_s)->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), Wording::sayToCustomer(finding));
    QSignalSpy calls(&pane, &FindingPane::callsWanted);
    pane.findChild<QPushButton*>(u"findingCallsButton"_s)->click();
    QCOMPARE(calls.size(), 1);
}

void TestFindings::leadsFromThePartToTheFinding()
{
    DiagnosisSummary summary(m_theme, m_icons);
    summary.resize(1100, 146);
    summary.showDiagnosis(diagnosisOf({FindingKind::Bursts}));
    summary.show();
    QSignalSpy chosen(&summary, &DiagnosisSummary::findingChosen);
    QTest::mouseClick(&summary, Qt::LeftButton, {}, QPoint(60, 103));
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.at(0).at(0).value<FindingKind>(), FindingKind::Bursts);
    // The smallest part, not explained, is wide enough to be hit and leads nowhere.
    QTest::mouseClick(&summary, Qt::LeftButton, {}, QPoint(1100 - 19 - 3, 103));
    QCOMPARE(chosen.size(), 1);
}

QTEST_MAIN(TestFindings)
#include "tst_findings.moc"
