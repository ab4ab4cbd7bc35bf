#include "tests/support/fabricatedsession.h"
#include "tests/ui/shell/windowrig.h"
#include "ui/charts/evidencechart.h"
#include "ui/controls/textlabel.h"
#include "ui/shell/sessioncommands.h"
#include "ui/views/allpages.h"
#include "ui/views/diagnosis/diagnosisview.h"
#include "ui/views/diagnosis/findingpane.h"
#include "ui/views/diagnosis/findingslist.h"
#include "ui/views/monitor/verdictcard.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <optional>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// Everything passes so much faster, the rehearsed gateway included.
constexpr double Speed = 30;
constexpr QSize Large{1440, 870};
constexpr QSize Smallest{1024, 640};

} // namespace

/// Shows each evidence chart of live traffic through the proxy to the practice gateway, and a
/// session with several causes, in both themes and sizes. The pictures go to the folder named by
/// PACEWATCH_TOUR, or nowhere; what the pages must show is checked either way.
class TestEvidenceTour final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void evidence_data();
    void evidence();
    void severalCauses();

private:
    void play(const QString& scenario);
    void let(Duration span);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::ControlModifier);
    void takeAll(const QString& name);
    void take(const QString& name);
    [[nodiscard]] const ConnectionState* shown() const;
    [[nodiscard]] DiagnosisView& page() const { return *m_rig->window.findChild<DiagnosisView*>(); }
    [[nodiscard]] bool finds(FindingKind kind) const;
    /// What the page tells, for a test that fails.
    [[nodiscard]] const char* told();

    QTemporaryDir m_scrap;
    QDir m_folder;
    SystemClock m_system;
    ScaledClock m_clock{m_system, Speed};
    std::optional<WindowRig> m_rig;
    QByteArray m_told;
};

void TestEvidenceTour::initTestCase()
{
    m_folder = QDir(qEnvironmentVariable("PACEWATCH_TOUR", m_scrap.path()));
    QVERIFY(m_folder.mkpath(u"."_s));
    m_rig.emplace(m_clock, allPages());
    m_rig->theme.choose(ThemeChoice::Light);
}

void TestEvidenceTour::cleanupTestCase()
{
    m_rig.reset();
}

void TestEvidenceTour::play(const QString& scenario)
{
    const ConnectionId id = m_rig->engine.playScenario(scenario);
    QTRY_VERIFY(m_rig->feed.connection(id));
    const QList<ConnectionState>& all = m_rig->feed.state().connections;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const ConnectionState& each) { return each.id == id; });
    press(Qt::Key(Qt::Key_1 + int(found - all.begin())), Qt::AltModifier);
    QTRY_COMPARE(m_rig->window.shownConnection(), std::optional(id));
}

void TestEvidenceTour::let(Duration span)
{
    const Instant end = m_clock.now() + span;
    QTRY_VERIFY_WITH_TIMEOUT(m_clock.now() >= end, 60'000);
}

void TestEvidenceTour::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(&m_rig->window, key, modifiers);
    QCoreApplication::processEvents();
}

const ConnectionState* TestEvidenceTour::shown() const
{
    const std::optional<ConnectionId> id = m_rig->window.shownConnection();
    return id ? m_rig->feed.connection(*id) : nullptr;
}

bool TestEvidenceTour::finds(FindingKind kind) const
{
    const QList<Finding>& findings = page().diagnosis().findings;
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.kind == kind; });
}

const char* TestEvidenceTour::told()
{
    const Diagnosis& diagnosis = page().diagnosis();
    m_told = QByteArray::number(diagnosis.refused) + " refused;";
    for (const Finding& finding : diagnosis.findings) {
        m_told += ' ' + QByteArray::number(int(finding.kind)) + ": "
            + QByteArray::number(finding.refusals) + " surely "
            + QByteArray::number(int(finding.sure)) + ';';
    }
    return m_told.constData();
}

void TestEvidenceTour::take(const QString& name)
{
    QTest::qWait(50);
    QCoreApplication::sendPostedEvents(nullptr, QEvent::LayoutRequest);
    QVERIFY(m_rig->window.grab().save(m_folder.filePath(name + ".png"_L1)));
}

void TestEvidenceTour::takeAll(const QString& name)
{
    for (const auto& [size, mark] :
         {std::pair(Large, QString()), std::pair(Smallest, u"-small"_s)}) {
        m_rig->window.resize(size);
        QTest::qWait(100);
        take(name + mark + u"-light"_s);
        m_rig->theme.choose(ThemeChoice::Dark);
        take(name + mark + u"-dark"_s);
        m_rig->theme.choose(ThemeChoice::Light);
    }
    m_rig->window.resize(Large);
}

void TestEvidenceTour::evidence_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QList<FindingKind>>("kinds");
    using Kinds = QList<FindingKind>;
    QTest::newRow("bursts") << u"bursts"_s
                            << Kinds{FindingKind::Bursts, FindingKind::SingleCreates};
    QTest::newRow("ignores-wait") << u"ignores-wait"_s << Kinds{FindingKind::EarlyRetries};
    QTest::newRow("polls") << u"polls-too-often"_s << Kinds{FindingKind::FrequentPolls};
    QTest::newRow("shared-key") << u"shared-key"_s << Kinds{FindingKind::SharedQuota};
    QTest::newRow("limit-changed") << u"limit-changed"_s << Kinds{FindingKind::LimitDiffers};
}

void TestEvidenceTour::evidence()
{
    QFETCH(const QString, scenario);
    QFETCH(const QList<FindingKind>, kinds);
    play(scenario);
    let(6min);
    press(Qt::Key_3);
    QVERIFY(page().isVisible());
    for (const FindingKind kind : kinds) {
        QTRY_VERIFY2(finds(kind), told());
        page().findChild<FindingsList*>()->choose(kind);
        auto* const pane = page().findChild<FindingPane*>();
        QTRY_COMPARE(pane->finding().kind, kind);
        QVERIFY(pane->findChild<EvidenceChart*>()->hasPicture());
        takeAll(u"evidence-%1-%2"_s.arg(scenario).arg(int(kind)));
    }
    m_rig->engine.stopScenario();
}

void TestEvidenceTour::severalCauses()
{
    const QString path = m_rig->path(u"several.pacewatch"_s);
    QVERIFY(writeSeveralCauses(path, m_clock.wallNow()));
    const std::optional<ConnectionId> before = m_rig->window.shownConnection();
    m_rig->window.findChild<SessionCommands*>()->openFile(path);
    QTRY_VERIFY(m_rig->window.shownConnection() != before && shown() != nullptr);
    QVERIFY(shown()->cause.isOneOfSeveral);
    press(Qt::Key_1);
    auto* const verdict = m_rig->window.findChild<VerdictCard*>();
    QTRY_VERIFY(verdict != nullptr && verdict->isVisible());
    QTRY_VERIFY2(verdict->accessibleDescription().contains(u"several causes"),
                 qPrintable(verdict->accessibleDescription()));
    const ConnectionId id = shown()->id;
    QTRY_VERIFY(m_rig->feed.histories().of(id).firstCall().has_value());
    QTest::qWait(1500); // until the cards have drawn it
    takeAll(u"several-verdict"_s);
    press(Qt::Key_3);
    QTRY_COMPARE(page().diagnosis().headline, Headline::Several);
    QCOMPARE(page().diagnosis().findings.first().kind, FindingKind::Bursts);
    takeAll(u"several-diagnosis"_s);
}

QTEST_MAIN(TestEvidenceTour)
#include "tst_evidencetour.moc"
