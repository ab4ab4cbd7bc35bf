#include "ui/models/histories.h"

namespace Pacewatch {

Histories::Histories(QObject* parent)
    : QObject(parent)
{ }

History& Histories::of(ConnectionId id)
{
    return m_histories[id];
}

void Histories::takeState(const ConnectionState& state)
{
    of(state.id).takeState(state);
}

void Histories::takeExchanges(const QList<Exchange>& exchanges)
{
    for (const Exchange& exchange : exchanges) {
        of(exchange.connection).take(exchange);
    }
}

void Histories::takeHappenings(const QList<Happening>& happenings)
{
    for (const Happening& happening : happenings) {
        of(happening.connection).take(happening);
    }
}

void Histories::takeNotes(const QList<MomentNote>& notes)
{
    for (const MomentNote& note : notes) {
        of(note.connection).take(note);
    }
}

void Histories::forget(ConnectionId id)
{
    m_histories.erase(id);
}

} // namespace Pacewatch
