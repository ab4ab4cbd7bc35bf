#include "core/queue/item.h"

#include <QTest>

#include <array>
#include <utility>

using namespace Pacewatch;

class TestItem final : public QObject
{
    Q_OBJECT

private slots:
    void movesOnlyAlongTheTable();
    void nothingLeavesAnEnd();
};

namespace {

constexpr int LastState = int(ItemState::WouldSend);

// The design's table of moves, written down once more.
constexpr std::array LegalMoves{
    std::pair(ItemState::Draft, ItemState::Ready),
    std::pair(ItemState::Draft, ItemState::Cancelled),
    std::pair(ItemState::Ready, ItemState::Sending),
    std::pair(ItemState::Ready, ItemState::Paused),
    std::pair(ItemState::Ready, ItemState::Cancelled),
    std::pair(ItemState::Ready, ItemState::Expired),
    std::pair(ItemState::Ready, ItemState::WouldSend),
    std::pair(ItemState::Ready, ItemState::Rejected),
    std::pair(ItemState::Paused, ItemState::Ready),
    std::pair(ItemState::Paused, ItemState::Cancelled),
    std::pair(ItemState::Paused, ItemState::Expired),
    std::pair(ItemState::Sending, ItemState::Sent),
    std::pair(ItemState::Sending, ItemState::Rejected),
    std::pair(ItemState::Sending, ItemState::Unknown),
    std::pair(ItemState::Sending, ItemState::Ready),
    std::pair(ItemState::Unknown, ItemState::ConfirmedSent),
    std::pair(ItemState::Unknown, ItemState::ConfirmedNotSent),
    std::pair(ItemState::WouldSend, ItemState::Ready),
    std::pair(ItemState::WouldSend, ItemState::Cancelled),
};

} // namespace

void TestItem::movesOnlyAlongTheTable()
{
    for (int from = 0; from <= LastState; ++from) {
        for (int to = 0; to <= LastState; ++to) {
            const std::pair move(static_cast<ItemState>(from), static_cast<ItemState>(to));
            const bool isListed
                = std::find(LegalMoves.begin(), LegalMoves.end(), move) != LegalMoves.end();
            QVERIFY2(isLegalMove(move.first, move.second) == isListed,
                     qPrintable(QString::number(from) + u' ' + QString::number(to)));
        }
    }
}

void TestItem::nothingLeavesAnEnd()
{
    for (const ItemState end :
         {ItemState::Sent, ItemState::Rejected, ItemState::ConfirmedSent,
          ItemState::ConfirmedNotSent, ItemState::Cancelled, ItemState::Expired}) {
        for (int to = 0; to <= LastState; ++to) {
            QVERIFY(!isLegalMove(end, static_cast<ItemState>(to)));
        }
    }
}

QTEST_GUILESS_MAIN(TestItem)
#include "tst_item.moc"
