#include "tests/support/plantedcalls.h"
#include "ui/keystore.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/sessioncommands.h"
#include "ui/views/evidence/importdialog.h"
#include "ui/views/monitor/monitorview.h"
#include "ui/views/traffic/inspector.h"
#include "ui/views/traffic/traffictab.h"

#include <QClipboard>
#include <QDirIterator>
#include <QFile>
#include <QGuiApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

namespace {

QByteArray logged;

void keepMessage(QtMsgType, const QMessageLogContext&, const QString& text)
{
    logged += text.toUtf8() + '\n';
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QJsonArray fieldsOf(const Http::Headers& headers)
{
    QJsonArray fields;
    for (const Http::Field& field : headers) {
        fields.append(QJsonObject{{u"name"_s, QString::fromLatin1(field.name)},
                                  {u"value"_s, QString::fromLatin1(field.value)}});
    }
    return fields;
}

/// As a browser writes it, with nothing replaced.
QJsonObject entryOf(const Exchange& call)
{
    const QString type = QString::fromLatin1(call.request.headers.value("Content-Type"));
    return {
        {u"startedDateTime"_s, u"2025-11-19T10:18:27.123Z"_s},
        {u"time"_s, 80},
        {u"request"_s,
         QJsonObject{{u"method"_s, QString::fromLatin1(call.request.method)},
                     {u"url"_s, QString::fromLatin1("https://api.example" + call.request.target)},
                     {u"headers"_s, fieldsOf(call.request.headers)},
                     {u"postData"_s,
                      QJsonObject{{u"mimeType"_s, type},
                                  {u"text"_s, QString::fromLatin1(call.requestBody.head)}}}}},
        {u"response"_s,
         QJsonObject{{u"status"_s, call.response.status},
                     {u"statusText"_s, QString::fromLatin1(call.response.reason)},
                     {u"headers"_s, fieldsOf(call.response.headers)},
                     {u"content"_s,
                      QJsonObject{{u"mimeType"_s, type},
                                  {u"text"_s, QString::fromLatin1(call.responseBody.head)}}}}}};
}

} // namespace

/// A file full of secrets and phone numbers is opened from the window. None of them reaches the
/// copy on the disk, a title, the clipboard, the settings or the log.
class TestPlantedWindow final : public QObject
{
    Q_OBJECT

private slots:
    void leaksNothingAnywhere();
};

void TestPlantedWindow::leaksNothingAnywhere()
{
    const QTemporaryDir folder;
    QSettings::setDefaultFormat(QSettings::IniFormat);
    QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder.filePath(u"settings"_s));
    QCoreApplication::setOrganizationName(u"Pacewatch"_s);
    QCoreApplication::setApplicationName(u"planted"_s);
    const QString evidence = folder.filePath(u"evidence.har"_s);
    QFile file(evidence);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QJsonArray entries;
    for (const Exchange& call : Planted::calls()) {
        entries.append(entryOf(call));
    }
    file.write(
        QJsonDocument(
            QJsonObject{{u"log"_s, QJsonObject{{u"version"_s, u"1.2"_s}, {u"entries"_s, entries}}}})
            .toJson());
    file.close();
    QVERIFY(Planted::hitsIn(contentOf(evidence)).size() > Planted::Number);

    const QtMessageHandler before = qInstallMessageHandler(keepMessage);
    SystemClock clock;
    const ProfileShelf shelf = ProfileShelf::builtIn();
    auto engine
        = std::make_unique<Engine>(clock, shelf, EngineFiles{{}, {}, folder.filePath(u"kept"_s)});
    auto feed = std::make_unique<Feed>(*engine);
    Theme theme;
    KeyStore keys;
    const Pages pages{
        .monitor = makeMonitorView,
        .traffic
        = [](PageContext& context, QWidget* parent) { return new TrafficTab(context, parent); },
        .diagnosis = {},
        .sendQueue = {},
        .report = {},
        .practice = [](PageContext&, QWidget* parent) { return new QWidget(parent); }};
    auto window = std::make_unique<MainWindow>(*engine, *feed, theme, pages, keys, Settings());
    window->show();
    window->findChild<SessionCommands*>()->openFile(evidence);
    auto* const dialog = window->findChild<ImportDialog*>();
    QVERIFY(dialog != nullptr);
    auto* const start = dialog->findChild<QPushButton*>(u"openCaseButton"_s);
    QTRY_VERIFY(start->isEnabled());
    start->click();
    auto* const table = window->findChild<QTableView*>(u"callTable"_s);
    QTRY_VERIFY(table->model() != nullptr
                && table->model()->rowCount() >= int(Planted::calls().size()));
    QTRY_VERIFY(!feed->state().recordings.isEmpty());

    QByteArray shown = window->windowTitle().toUtf8();
    auto* const inspector = window->findChild<Inspector*>();
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        table->setCurrentIndex(table->model()->index(row, 0));
        inspector->copyAsCurl();
        shown += '\n' + QGuiApplication::clipboard()->text().toUtf8();
        QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
        shown += '\n' + QGuiApplication::clipboard()->text().toUtf8();
    }
    QVERIFY(shown.count("curl ") >= Planted::calls().size());
    QCOMPARE(Planted::hitsIn(shown), QByteArrayList());

    int files = 0;
    const auto look = [&] {
        QDirIterator each(folder.path(), QDir::Files, QDirIterator::Subdirectories);
        while (each.hasNext()) {
            const QString path = each.next();
            if (path != evidence) {
                ++files;
                QCOMPARE(Planted::hitsIn(contentOf(path)), QByteArrayList());
            }
        }
    };
    QVERIFY(contentOf(feed->state().recordings.first().file).size() > 1000);
    window.reset(); // keeps its layout in the settings
    QSettings().sync();
    feed.reset();
    engine.reset();
    look();
    QVERIFY(files > 0);
    qInstallMessageHandler(before);
    QCOMPARE(Planted::hitsIn(logged), QByteArrayList());
}

QTEST_MAIN(TestPlantedWindow)
#include "tst_plantedwindow.moc"
