#include "core/clock.h"
#include "core/engine.h"
#include "tests/support/fabricatedsession.h"
#include "ui/keystore.h"
#include "ui/models/callrows.h"
#include "ui/models/feed.h"
#include "ui/models/sessionmodel.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/sessioncommands.h"
#include "ui/theme.h"
#include "ui/views/evidence/fieldtable.h"
#include "ui/views/evidence/importdialog.h"
#include "ui/views/monitor/monitorview.h"
#include "ui/views/traffic/sessiontrafficview.h"
#include "ui/views/traffic/traffictab.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QPushButton>
#include <QTableView>
#include <QTableWidget>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Pacewatch;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Takes pictures of what is shown of files: the import dialog while its fields are chosen, and the
/// Traffic page of a large session, in both themes and at both sizes. They go to the folder named
/// by PACEWATCH_TOUR, or nowhere; PACEWATCH_TOUR_CALLS makes the session larger.
class TestSessionTour final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void importDialog();
    void largeSession();
    void cleanupTestCase();

private:
    template<typename View>
    static ConnectionView* make(PageContext& context, QWidget* parent)
    {
        return new View(context, parent);
    }
    void takeBoth(const QString& name, QWidget* widget);

    static constexpr QSize Large{1440, 870};
    static constexpr QSize Smallest{1024, 640};

    QTemporaryDir m_scrap;
    QDir m_folder;
    SystemClock m_clock;
    ProfileShelf m_profiles = ProfileShelf::builtIn();
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<KeyStore> m_keys;
    std::unique_ptr<MainWindow> m_window;
};

void TestSessionTour::initTestCase()
{
    m_folder = QDir(qEnvironmentVariable("PACEWATCH_TOUR", m_scrap.path()));
    QVERIFY(m_folder.mkpath(u"."_s));
    m_engine = std::make_unique<Engine>(m_clock, m_profiles,
                                        EngineFiles{{}, {}, m_scrap.filePath(u"sessions"_s)});
    m_feed = std::make_unique<Feed>(*m_engine);
    m_theme = std::make_unique<Theme>();
    m_theme->choose(ThemeChoice::Light);
    m_theme->applyTo(*qApp);
    m_keys = std::make_unique<KeyStore>();
    Pages pages;
    pages.monitor = makeMonitorView;
    pages.traffic = make<TrafficTab>;
    Settings settings;
    settings.theme = ThemeChoice::Light;
    m_window = std::make_unique<MainWindow>(*m_engine, *m_feed, *m_theme, pages, *m_keys, settings);
    m_window->resize(Large);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestSessionTour::cleanupTestCase()
{
    m_window.reset();
    m_feed.reset();
    m_engine.reset();
}

void TestSessionTour::takeBoth(const QString& name, QWidget* widget)
{
    for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark}) {
        m_theme->choose(theme);
        QTest::qWait(80);
        const QImage picture = widget->grab().toImage();
        const QString file
            = name + (theme == ThemeChoice::Light ? u"-light.png"_s : u"-dark.png"_s);
        QVERIFY(picture.save(m_folder.filePath(file)));
    }
    m_theme->choose(ThemeChoice::Light);
}

void TestSessionTour::importDialog()
{
    const QString path = m_scrap.filePath(u"customer-export.csv"_s);
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int second = 0; second < 60'000; ++second) {
        const QByteArray time = "05/06/2025 10:" + QByteArray::number(10 + second / 60 % 50) + ':'
            + QByteArray::number(10 + second % 50);
        file.write(time + ",POST,/api/v1/contacts/" + QByteArray::number(second * 7919 % 100'000)
                   + "," + (second % 9 == 0 ? "429" : "200") + ",0."
                   + QByteArray::number(second % 900 + 100) + ",+346000000"
                   + QByteArray::number(second % 90 + 10) + "\n");
    }
    file.close();
    m_window->findChild<SessionCommands*>()->openFile(path);
    auto* const shown = m_window->findChild<ImportDialog*>();
    QVERIFY(shown != nullptr);
    ImportDialog& dialog = *shown;
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    auto* const fields = dialog.findChild<FieldTable*>();
    QTRY_COMPARE(fields->rowCount(), 6);
    auto* const role = fields->cellWidget(0, 2)->findChild<QComboBox*>();
    role->setCurrentIndex(role->findText(u"When sent"_s));
    emit role->activated(role->currentIndex());
    QTRY_COMPARE(fields->item(0, 4)->text(), u"Cannot be read so"_s);
    takeBoth(u"import-unread"_s, &dialog);
    auto* const unit = fields->cellWidget(0, 3)->findChild<QComboBox*>();
    unit->setCurrentIndex(unit->findText(u"dd/MM/yyyy HH:mm:ss"_s));
    emit unit->activated(unit->currentIndex());
    QTRY_COMPARE(fields->item(0, 4)->text(), u"Chosen"_s);
    takeBoth(u"import-chosen"_s, &dialog);
    dialog.resize(dialog.minimumSize());
    takeBoth(u"import-smallest"_s, &dialog);
    QVERIFY(dialog.minimumWidth() <= Smallest.width());
    QVERIFY(dialog.minimumHeight() <= Smallest.height());
    dialog.reject();
    QTRY_VERIFY(m_window->findChild<ImportDialog*>() == nullptr);
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

void TestSessionTour::largeSession()
{
    const qsizetype calls = std::max(52'000, qEnvironmentVariableIntValue("PACEWATCH_TOUR_CALLS"));
    const QString path = m_scrap.filePath(u"large.pacewatch"_s);
    QVERIFY(writeStorms(path, WallTime(1'763'551'140s), calls));
    m_window->findChild<SessionCommands*>()->openFile(path);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->shownConnection().has_value(), 20'000);
    QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
    QTRY_VERIFY(m_window->findChild<SessionTrafficView*>() != nullptr);
    auto* const view = m_window->findChild<SessionTrafficView*>();
    auto* const table = view->findChild<QTableView*>(u"sessionCallTable"_s);
    QTRY_VERIFY_WITH_TIMEOUT(view->model() && view->model()->grouping() != nullptr, 60'000);
    SessionModel& model = *view->model();
    // A refusal in a burst, with a fold in sight.
    int row = model.rowCount() / 2;
    while (!model.isFold(row)) {
        ++row;
    }
    table->scrollTo(model.index(row, 0), QAbstractItemView::PositionAtCenter);
    QTRY_VERIFY(model.exchangeAt(row - 1) != nullptr && model.exchangeAt(row) != nullptr
                && model.exchangeAt(row + 3) != nullptr);
    const auto isWanted = [&model](int each) {
        const auto* const call = model.exchangeAt(each); // pages come and go
        return call != nullptr && call->isRefused() && !model.isFold(each);
    };
    while (!isWanted(row)) {
        ++row;
        QTRY_VERIFY(model.exchangeAt(row) != nullptr);
    }
    table->setCurrentIndex(model.index(row, 0));
    QTest::qWait(1500);
    takeBoth(u"session"_s, m_window.get());
    m_window->resize(Smallest);
    QTest::qWait(200);
    table->scrollTo(model.index(row, 0), QAbstractItemView::PositionAtCenter);
    takeBoth(u"session-small"_s, m_window.get());
    m_window->resize(Large);
    QVERIFY(model.index(row, 0).data(CallRows::TieRole).toInt() > 0);
}

QTEST_MAIN(TestSessionTour)
#include "tst_sessiontour.moc"
