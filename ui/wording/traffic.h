#pragma once

#include "core/connection.h"
#include "core/exchange.h"

#include <QList>
#include <QString>

#include <optional>

/// The words of the traffic page and its inspector.
namespace Pacewatch::Wording {

/// A run of text of one tone, so that a sentence can have several parts that stand out.
struct Piece
{
    enum class Tone
    {
        Plain,
        Strong,
        Early ///< about a wait that was not kept
    };

    QString text;
    Tone tone = Tone::Plain;

    friend bool operator==(const Piece&, const Piece&) = default;
};

/// A field of an answer, and what it says.
struct FieldLine
{
    QString name; ///< foreign
    QString value; ///< foreign
    QString meaning; ///< ours: "left this minute"
};

[[nodiscard]] QString exchangeColumn(int column); ///< ExchangeModel::Column
[[nodiscard]] QString statusCell(const Exchange& exchange); ///< "429", or "–"
[[nodiscard]] QString statusForReader(const Exchange& exchange); ///< "429, refused"
[[nodiscard]] QString leftCell(const std::optional<LeftAfter>& left);
[[nodiscard]] QString waitCell(const Exchange& exchange); ///< "2 s", or nothing
[[nodiscard]] QString tookCell(const Exchange& exchange);
[[nodiscard]] QString finishedCell(const Exchange& exchange);
/// What the answer calls the call, for the gateway's own support; empty when it does not say.
[[nodiscard]] QString requestIdCell(const Exchange& exchange);
[[nodiscard]] QString note(const Exchange& exchange);

/// "Too many requests"; what the gateway said, or what the status stands for.
[[nodiscard]] QString statusTitle(const Exchange& exchange);
/// What happened to the call in two or three sentences. Which window refused it is worked out from
/// what was left when the answer does not name it, and the words say so.
[[nodiscard]] QList<Piece> explanation(const Exchange& exchange, const QList<WindowState>& windows);
/// The fields about limits in the head and the body of the answer.
[[nodiscard]] QList<FieldLine> limitLines(const Exchange& exchange);
/// "Queued", "Connecting", "First byte", "Last byte", in the order they happen.
[[nodiscard]] QString timingPart(int part);
[[nodiscard]] QString callChoice(); ///< what the quick choices are
/// "Refused 695", of a CallChoice; "Refused …" for a number below zero, while they are counted.
[[nodiscard]] QString callChoice(int choice, qint64 number);
[[nodiscard]] QString noSuchCall(int choice);
[[nodiscard]] QString callTable();
[[nodiscard]] QString columns();
[[nodiscard]] QString exportCalls(); ///< on the button that opens the export dialog
[[nodiscard]] QString chooseCall(); ///< in the inspector, while no call is chosen
[[nodiscard]] QString gatewayAnswered();
[[nodiscard]] QString clientSent();
[[nodiscard]] QString noLimitFields();
[[nodiscard]] QString noBody();
[[nodiscard]] QString inspectorTab(int tab);
[[nodiscard]] QString showTimeline();
[[nodiscard]] QString copyAsCurl();
[[nodiscard]] QString sendAgain();
[[nodiscard]] QString previousCall();
[[nodiscard]] QString nextCall();
[[nodiscard]] QString newCalls(qint64 number); ///< "148 new calls"
[[nodiscard]] QString showAll();
[[nodiscard]] QString keptOf(qint64 kept, qint64 all); ///< "The other 12 are not kept any more."
[[nodiscard]] QString callsShown(qint64 number, WallTime from, WallTime to);
[[nodiscard]] QString firstOf(qint64 shown, qint64 all); ///< "The first 64 KB of 2.3 MB"
[[nodiscard]] QString waitingForCalls(); ///< title of the empty page

} // namespace Pacewatch::Wording
