#include "ui/controls/filterbox.h"

#include <QSignalSpy>
#include <QTest>

using namespace Pacewatch;
using namespace Qt::Literals::StringLiterals;

class TestFilterBox final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void makesChipsOfCompleteTokens();
    void keepsWhatCannotBeReadAsText();
    void takesAChipBack();
    void removesAChipByItsCross();
    void offersNamesAndValues();
    void clearsByEscape();
    void keepsRoomForTyping();

private:
    QLineEdit* edit() const { return m_box->findChild<QLineEdit*>(u"filterEdit"_s); }
    FilterOffers* offers() const { return m_window->findChild<FilterOffers*>(); }

    Theme m_theme;
    Icons m_icons{m_theme};
    std::unique_ptr<QWidget> m_window;
    FilterBox* m_box = nullptr;
};

void TestFilterBox::init()
{
    m_window = std::make_unique<QWidget>();
    m_window->resize(700, 400);
    m_box = new FilterBox(m_theme, m_icons, m_window.get());
    m_box->resize(400, 32);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_box->open();
}

void TestFilterBox::makesChipsOfCompleteTokens()
{
    QSignalSpy edited(m_box, &FilterBox::edited);
    QTest::keyClicks(edit(), u"status:429"_s);
    QVERIFY(m_box->chips().isEmpty());
    QTest::keyClicks(edit(), u" cont"_s);
    QCOMPARE(m_box->chips(), QStringList{u"status:429"_s});
    QCOMPARE(edit()->text(), u"cont"_s);
    QCOMPARE(m_box->text(), u"status:429 cont"_s);
    QCOMPARE(edited.last().first().toString(), u"status:429 cont"_s);
}

void TestFilterBox::keepsWhatCannotBeReadAsText()
{
    QTest::keyClicks(edit(), u"status:abc other:1 "_s);
    QVERIFY(m_box->chips().isEmpty());
    QCOMPARE(m_box->text(), u"status:abc other:1"_s);
}

void TestFilterBox::takesAChipBack()
{
    m_box->setText(u"status:429 method:GET"_s);
    QCOMPARE(m_box->chips().size(), 2);
    QTest::keyClick(edit(), Qt::Key_Backspace);
    QCOMPARE(m_box->chips(), QStringList{u"status:429"_s});
    QCOMPARE(m_box->text(), u"status:429 method:GET"_s);
    QTest::keyClick(edit(), Qt::Key_Backspace);
    QCOMPARE(m_box->text(), u"status:429 method:GE"_s);
}

void TestFilterBox::removesAChipByItsCross()
{
    m_box->setText(u"status:429"_s);
    QSignalSpy edited(m_box, &FilterBox::edited);
    const int right = edit()->x();
    QTest::mouseClick(m_box, Qt::LeftButton, {}, QPoint(right - 14, 16));
    QVERIFY(m_box->chips().isEmpty());
    QCOMPARE(edited.last().first().toString(), QString());
}

void TestFilterBox::offersNamesAndValues()
{
    m_box->setValues([](const QString& token) {
        return token == "client"_L1 ? QStringList{u"booking-sync/2"_s, u"curl/8"_s} : QStringList();
    });
    QTest::keyClicks(edit(), u"cl"_s);
    QVERIFY(offers()->isVisible());
    QCOMPARE(offers()->count(), 1);
    QVERIFY(offers()->item(0)->text().startsWith("client:"_L1));
    QTest::keyClick(edit(), Qt::Key_Down);
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(edit()->text(), u"client:"_s);
    QCOMPARE(offers()->count(), 2);
    QTest::keyClick(edit(), Qt::Key_Down);
    QTest::keyClick(edit(), Qt::Key_Down);
    QTest::keyClick(edit(), Qt::Key_Return);
    QCOMPARE(m_box->chips(), QStringList{u"client:curl/8"_s});
    QVERIFY(!offers()->isVisible());
}

void TestFilterBox::clearsByEscape()
{
    m_box->setText(u"status:429"_s);
    QTest::keyClicks(edit(), u"abc"_s);
    QSignalSpy edited(m_box, &FilterBox::edited);
    QSignalSpy done(m_box, &FilterBox::done);
    QTest::keyClick(edit(), Qt::Key_Escape);
    QCOMPARE(m_box->text(), QString());
    QCOMPARE(edited.size(), 1);
    QCOMPARE(done.size(), 0);
    QTest::keyClick(edit(), Qt::Key_Escape);
    QCOMPARE(done.size(), 1);
}

void TestFilterBox::keepsRoomForTyping()
{
    const QString many = u"status:429 method:GET client:booking-sync path:/contacts"_s;
    m_box->setText(many);
    QVERIFY(edit()->width() >= 90);
    QVERIFY(m_box->chips().size() < 4);
    m_box->resize(200, 32);
    QVERIFY(edit()->geometry().right() <= 200);
    QCOMPARE(m_box->text(), many);
}

QTEST_MAIN(TestFilterBox)
#include "tst_filterbox.moc"
