#include "core/emulator/actorcast.h"

#include <utility>

namespace Pacewatch {

ActorCast::ActorCast(Clock& clock, const ProfileShelf& profiles, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
    , m_profiles(profiles)
{ }

ActorCast::~ActorCast() = default;

Result<void> ActorCast::start(const Scenario& scenario, const QByteArray& address, Secret key)
{
    stop();
    if (!m_changeBell) {
        // A bell stays on the thread that makes it, and this object is moved after it was made.
        m_changeBell = m_clock.makeBell([this] { applyChanges(); });
    }
    const Result<Http::Url> base = Http::readUrl(address);
    if (!base) {
        return fail(base.error());
    }
    const Result<Profile> profile = m_profiles.find(scenario.gateway.profileId);
    if (!profile) {
        return fail(profile.error());
    }
    m_scenario = scenario;
    m_start = m_clock.now();
    m_changes = 0;
    m_actor = std::make_unique<Actor>(m_clock, scenario.actor, scenario.gateway.seed, *base,
                                      profile->auth, std::move(key));
    connect(m_actor.get(), &Actor::answered, this, &ActorCast::answered);
    armChange();
    return {};
}

void ActorCast::stop()
{
    if (m_changeBell) {
        m_changeBell->cancel();
    }
    m_actor.reset();
}

void ActorCast::armChange()
{
    if (m_changes < m_scenario.changes.size()) {
        m_changeBell->armAt(m_start + m_scenario.changes[m_changes].after);
    }
}

void ActorCast::applyChanges()
{
    if (!m_actor) {
        return;
    }
    const EmulatorSettings settings = m_scenario.changes[m_changes].settings;
    ++m_changes;
    armChange();
    emit gatewayChanges(settings);
}

} // namespace Pacewatch
