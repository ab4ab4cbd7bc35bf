#include "ui/controls/textlabel.h"
#include "ui/theme.h"
#include "ui/views/queue/recipientsdialog.h"

#include <QFile>
#include <QFileInfo>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

class TestRecipientsDialog final : public QObject
{
    Q_OBJECT

private slots:
    void countsWhatIsTyped();
    void takesTheListOfAFile();
    void saysWhenNoLineIsUnderstood();
    void keepsTheListWhenTheFileIsNotOne_data();
    void keepsTheListWhenTheFileIsNotOne();
    void handsOverWhatIsConfirmed();

private:
    static RecipientsDialog* open(const Theme& theme, std::function<void(QString)> take)
    {
        return new RecipientsDialog(theme, {u"Recipients"_s, u"One a line"_s, u"+12025550100"_s},
                                    std::move(take));
    }
    QString write(const QString& name, const QByteArray& bytes) const
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size()
            ? file.fileName()
            : QString();
    }

    Theme m_theme;
    QTemporaryDir m_folder;
};

void TestRecipientsDialog::countsWhatIsTyped()
{
    const std::unique_ptr<RecipientsDialog> dialog(open(m_theme, [](const QString&) {}));
    QCOMPARE(dialog->hint().text(), u"One a line"_s);
    dialog->field().setPlainText(u"+12025550100\n+12025550101\n+1 202 555 0100"_s);
    QTRY_COMPARE(dialog->hint().text(), u"2 recipients, 1 double left out"_s);
}

void TestRecipientsDialog::takesTheListOfAFile()
{
    const std::unique_ptr<RecipientsDialog> dialog(open(m_theme, [](const QString&) {}));
    dialog->load(write(u"list.csv"_s, "name;phone\nAda;+12025550100\nBo;+12025550101\n"));
    QCOMPARE(dialog->hint().text(), u"2 recipients"_s);
    QVERIFY(dialog->field().toPlainText().startsWith(u"name;phone"_s));
}

void TestRecipientsDialog::saysWhenNoLineIsUnderstood()
{
    const std::unique_ptr<RecipientsDialog> dialog(open(m_theme, [](const QString&) {}));
    dialog->load(write(u"broken.jsonl"_s, "{\"to\": \n{\"name\": \"Ada\"}\n"));
    QCOMPARE(dialog->hint().text(), u"No recipients: 2 lines not understood"_s);
}

void TestRecipientsDialog::keepsTheListWhenTheFileIsNotOne_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("said");
    QTest::newRow("too large") << write(u"large.csv"_s, QByteArray(8 * 1024 * 1024 + 1, '1'))
                               << u"large.csv is larger than 8.0 MB, too large for a list of "
                                  "recipients."_s;
    QTest::newRow("gone") << m_folder.filePath(u"gone.csv"_s)
                          << u"gone.csv cannot be read: No such file or directory"_s;
    QTest::newRow("a folder") << m_folder.path()
                              << QFileInfo(m_folder.path()).fileName()
            + u" cannot be read: file to open is a directory"_s;
}

void TestRecipientsDialog::keepsTheListWhenTheFileIsNotOne()
{
    QFETCH(QString, path);
    QFETCH(QString, said);
    const std::unique_ptr<RecipientsDialog> dialog(open(m_theme, [](const QString&) {}));
    dialog->load(path);
    QCOMPARE(dialog->hint().text(), said);
    QCOMPARE(dialog->field().toPlainText(), u"+12025550100"_s);
}

void TestRecipientsDialog::handsOverWhatIsConfirmed()
{
    QString taken;
    // It goes by itself once it is confirmed.
    RecipientsDialog* const dialog = open(m_theme, [&taken](const QString& text) { taken = text; });
    dialog->field().setPlainText(u"+12025550102"_s);
    dialog->findChild<QPushButton*>(u"useTextButton"_s)->click();
    QCOMPARE(taken, u"+12025550102"_s);
}

QTEST_MAIN(TestRecipientsDialog)
#include "tst_recipientsdialog.moc"
