#include "ui/models/sessionoverview.h"

#include "core/engine.h"

namespace Pacewatch {

namespace {

/// Some milliseconds of the window.
constexpr int SecondsAtOnce = 10'000;

} // namespace

SessionOverview::SessionOverview(Engine& engine, ConnectionId id, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_id(id)
{
    m_counts.fill(-1);
    readSeconds(WallTime{});
}

void SessionOverview::count(const CallFilter& typed)
{
    m_counts.fill(-1);
    m_engine.tallyRecorded(m_id, typed, this,
                           [this, question = ++m_question](const Result<CallTally>& counts) {
                               if (question != m_question) {
                                   return;
                               }
                               if (!counts) {
                                   emit failed(counts.error());
                                   return;
                               }
                               m_counts = *counts;
                               emit counted();
                           });
}

void SessionOverview::readSeconds(WallTime from)
{
    m_engine.readSeconds(m_id, from, SecondsAtOnce, this,
                         [this](const auto& seconds) { takeSeconds(seconds); });
}

void SessionOverview::takeSeconds(const Result<QList<SecondCount>>& seconds)
{
    if (!seconds) {
        emit failed(seconds.error());
        return;
    }
    for (const SecondCount& each : *seconds) {
        m_series.append(each.at, CallCount{each.calls - each.refused, each.refused});
    }
    ++m_revision;
    emit grown();
    if (seconds->size() == SecondsAtOnce) {
        readSeconds(seconds->last().at + std::chrono::seconds(1));
    }
}

} // namespace Pacewatch
