#include "tests/support/fakeclock.h"
#include "ui/controls/button.h"
#include "ui/controls/textlabel.h"
#include "ui/privacy.h"
#include "ui/views/evidence/answerfield.h"
#include "ui/views/evidence/answerlines.h"
#include "ui/views/evidence/answerpane.h"
#include "ui/views/evidence/explaindialog.h"
#include "ui/wording/answers.h"

#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QMimeData>
#include <QTest>

#include <memory>

using namespace Pacewatch;
using namespace Qt::StringLiterals;

namespace {

const QString Refused = u"HTTP/1.1 429 Too Many Requests\r\nServer: nginx\r\n"
                        "X-RateLimit-Limit-Minute: 100\r\nX-RateLimit-Remaining-Minute: 0\r\n"
                        "Retry-After: 12\r\n\r\n{\"message\": \"Rate limit exceeded\"}"_s;

} // namespace

class TestExplainDialog final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void asksForAnAnswerFirst();
    void explainsWhatIsPasted();
    void followsTheTyping();
    void showsEachAnswerOfAChain();
    void saysThatGarbageIsNoAnswer();
    void keepsForeignTextPlain();
    void leavesOutWhatIsTooLong_data();
    void leavesOutWhatIsTooLong();
    void copiesTheExplanation();
    void hidesWhatIsPrivate();
    void fitsTheSmallestWindow();

private:
    template<typename T>
    [[nodiscard]] T* find(const QString& name) const
    {
        return m_dialog->findChild<T*>(name);
    }
    [[nodiscard]] QString text(const QString& name) const { return find<TextLabel>(name)->text(); }
    void paste(const QString& text) const { find<AnswerField>(u"answerField"_s)->paste(text); }
    [[nodiscard]] AnswerPane& pane() const { return *find<AnswerPane>(u"answerPane"_s); }

    FakeClock m_clock;
    Theme m_theme;
    Icons m_icons{m_theme};
    Privacy m_privacy;
    std::unique_ptr<ExplainDialog> m_dialog;
};

void TestExplainDialog::init()
{
    m_privacy.setOn(false);
    m_dialog = std::make_unique<ExplainDialog>(m_theme, m_icons, m_privacy, m_clock);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void TestExplainDialog::cleanup()
{
    m_dialog.reset();
}

void TestExplainDialog::asksForAnAnswerFirst()
{
    QVERIFY(find<TextLabel>(u"answerHint"_s)->isVisible());
    QCOMPARE(text(u"answerHint"_s), Wording::answerHint());
    QVERIFY(!find<Button>(u"copyExplanationButton"_s)->isEnabled());
    QVERIFY(!find<QComboBox>(u"answerChoice"_s)->isVisible());
}

void TestExplainDialog::explainsWhatIsPasted()
{
    paste(Refused);
    QTRY_COMPARE(pane().title(), u"Refused because of a limit"_s);
    QVERIFY(text(u"answerSentences"_s).contains(u"asks to wait 12 s, in Retry-After"_s));
    QVERIFY(text(u"answerSentences"_s).contains(u"100 calls a minute was reached"_s));
    QVERIFY(text(u"answerSteps"_s).contains(u"Send nothing with this key for 12 s"_s));
    QCOMPARE(find<AnswerLines>(u"answerLines"_s)->shownLines(), 5);
    QVERIFY(find<AnswerLines>(u"answerLines"_s)
                ->accessibleName()
                .contains(u"Retry-After 12 Asks to wait 12 s"_s));
}

void TestExplainDialog::followsTheTyping()
{
    auto* const field = find<AnswerField>(u"answerField"_s);
    field->setFocus();
    QTest::keyClicks(field, u"Retry-After: 7"_s);
    QTRY_VERIFY(pane().plainText().contains(u"7 s"_s));
    field->clear();
    QTRY_VERIFY(find<TextLabel>(u"answerHint"_s)->isVisible());
}

void TestExplainDialog::showsEachAnswerOfAChain()
{
    paste(u"HTTP/2 302\nlocation: /b\n\n"_s + Refused);
    auto* const choice = find<QComboBox>(u"answerChoice"_s);
    QTRY_COMPARE(choice->count(), 2);
    QVERIFY(choice->isVisible());
    QCOMPARE(pane().title(), u"Refused because of a limit"_s);
    choice->setCurrentIndex(0);
    QCOMPARE(pane().title(), u"Says nothing about limits"_s);
}

void TestExplainDialog::saysThatGarbageIsNoAnswer()
{
    paste(u"Dear all,\n\nit does not work any more.\n"_s);
    QTRY_COMPARE(text(u"answerHint"_s), Wording::noAnswer());
    QVERIFY(pane().plainText().isEmpty());
}

void TestExplainDialog::keepsForeignTextPlain()
{
    paste(u"HTTP/1.1 429\nX-RateLimit-Scope: <b>bold</b><img src=x>\nRetry-After: 5\n"_s);
    QTRY_VERIFY(text(u"answerSentences"_s).contains(u"<b>bold</b>"_s));
    for (const TextLabel* const label : m_dialog->findChildren<TextLabel*>()) {
        QCOMPARE(label->textFormat(), Qt::PlainText);
    }
}

void TestExplainDialog::leavesOutWhatIsTooLong_data()
{
    QTest::addColumn<QString>("pasted");
    QTest::newRow("one endless line") << QString(10'000'000, u'w');
    QTest::newRow("many lines") << u"x-filler: 1\n"_s.repeated(800'000);
    QTest::newRow("a long body") << QString(Refused + QString(10'000'000, u'x'));
    QTest::newRow("bytes of no text") << QString(10'000'000, QChar(0));
}

void TestExplainDialog::leavesOutWhatIsTooLong()
{
    QFETCH(QString, pasted);
    QMimeData data;
    data.setText(pasted);
    auto* const field = find<AnswerField>(u"answerField"_s);
    QElapsedTimer timer;
    timer.start();
    field->paste(pasted);
    QTRY_VERIFY(find<TextLabel>(u"answerNote"_s)->isVisible());
    QVERIFY2(timer.elapsed() < 4000, "the window stalled"); // a fraction of it when idle
    QVERIFY(text(u"answerNote"_s).contains(u"are left out"_s));
    QVERIFY(field->document()->characterCount() <= AnswerField::MostLetters + 1000);
}

void TestExplainDialog::copiesTheExplanation()
{
    paste(Refused);
    QTRY_VERIFY(find<Button>(u"copyExplanationButton"_s)->isEnabled());
    find<Button>(u"copyExplanationButton"_s)->click();
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.startsWith(u"Refused because of a limit\n"_s));
    QVERIFY(copied.contains(u"Retry-After: 12"_s));
    QVERIFY(!copied.contains(u"nginx"_s));
}

void TestExplainDialog::hidesWhatIsPrivate()
{
    paste(u"HTTP/1.1 429\nX-RateLimit-Scope: +34612345678\nRetry-After: 5\n"_s);
    m_privacy.setOn(true);
    QTRY_VERIFY(!find<AnswerLines>(u"answerLines"_s)->accessibleName().isEmpty());
    QVERIFY(!find<AnswerLines>(u"answerLines"_s)->accessibleName().contains(u"612345"_s));
}

void TestExplainDialog::fitsTheSmallestWindow()
{
    QVERIFY(m_dialog->minimumSizeHint().width() <= 1024);
    QVERIFY(m_dialog->minimumSizeHint().height() <= 640);
    QVERIFY(m_dialog->width() <= 1024 && m_dialog->height() <= 640);
}

QTEST_MAIN(TestExplainDialog)
#include "tst_explaindialog.moc"
