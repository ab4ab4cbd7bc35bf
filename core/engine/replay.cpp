#include "core/engine/replay.h"

#include "core/diagnosis/diagnose.h"
#include "core/engine/causewatch.h"
#include "core/engine/gatewayaddress.h"

#include <algorithm>
#include <utility>

namespace Pacewatch {

using namespace Qt::StringLiterals;

namespace {

/// As often as a live connection is told the time.
constexpr Duration TickEvery = std::chrono::milliseconds(200);
/// Of the minutes that the cause at the end is about, at 100 a second.
constexpr std::size_t CallsOfTheCause = 30'000;
constexpr Duration Afterwards = std::chrono::seconds(10);

/// Whether a call came with what was left in windows that are @p known. A file of headers has only
/// the name of their family.
bool tellsWindows(const QList<LeftAfter>& left, const QList<LeftAfter>& known)
{
    return std::any_of(left.begin(), left.end(), [&](const LeftAfter& window) {
        return known.isEmpty()
            || std::any_of(known.begin(), known.end(),
                           [&](const LeftAfter& other) { return other.window == window.window; });
    });
}

Profile profileOf(const SessionFacts& facts, const ProfileShelf& profiles)
{
    Result<Profile> profile = profiles.find(facts.profileId);
    if (!profile) {
        profile = profiles.find(u"generic"_s);
    }
    return profile.value_or(Profile());
}

} // namespace

Replay::Replay(ConnectionId connection, const SessionFacts& facts, const ProfileShelf& profiles)
    : m_calls(subjectOf(profileOf(facts, profiles), {}, facts.baseUrl, profiles), CallsOfTheCause)
{
    const Profile known = profileOf(facts, profiles);
    const GatewayAddress address = readGatewayAddress(facts.baseUrl).value_or(GatewayAddress());
    m_book = std::make_unique<CallBook>(connection, known, effectiveWindows(known, {}), address,
                                        m_outboxes);
}

Exchange Replay::add(Exchange call)
{
    const Instant answered = call.answered();
    const bool isTick = answered - m_ticked >= TickEvery;
    if (isTick) {
        m_book->tick(answered, call.answeredWall());
        m_ticked = answered;
    }
    if (call.outcome != Outcome::RefusedByUs) {
        m_book->departed(call.request.target, call.sent());
    }
    const Exchange told = m_book->record(call);
    if (isTick) {
        m_book->tick(answered, call.answeredWall()); // nobody else looks until the next call
    }
    m_calls.add(told);
    (void)m_outboxes.exchanges.takeAll();
    if (!tellsWindows(call.left, told.left)) {
        call.left = told.left;
    }
    if (!call.tooEarlyBy) {
        call.tooEarlyBy = told.tooEarlyBy;
    }
    return call;
}

QList<Happening> Replay::takeHappenings()
{
    return m_outboxes.happenings.takeAll();
}

void Replay::describe(ConnectionState& state, WallTime end)
{
    const Instant now(end.time_since_epoch());
    m_book->tick(now, end);
    m_book->describe(state, true, now, end);
    const Result<Diagnosis> diagnosis = diagnose(m_calls.between(end - CauseWatch::Memory, end));
    state.cause = diagnosis ? causeOf(*diagnosis) : Cause();
    m_book->tick(now + Afterwards, end + Afterwards); // what waits for more of its kind is told now
}

} // namespace Pacewatch
