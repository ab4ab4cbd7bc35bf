#include "core/emulator/drawing.h"

#include "core/emulator/actormind.h"
#include "core/emulator/gateway.h"
#include "core/emulator/otherconsumer.h"

#include <algorithm>

namespace Pacewatch {

namespace {

// Any whole minute does: drawings always begin with one.
constexpr Instant Start{std::chrono::hours(1)};
constexpr WallTime StartWall{std::chrono::seconds(1'763'546'400)};

/// One rehearsal on paper.
class Paper final
{
public:
    Paper(const Scenario& scenario, const Profile& profile)
        : m_scenario(scenario)
        , m_profile(profile)
        , m_steps(scenario.drawing.steps)
        , m_settings(scenario.gateway)
        , m_gateway(profile, scenario.gateway)
        , m_mind(scenario.actor, scenario.gateway.seed, Start, StartWall)
        , m_other(otherScript(scenario.gateway.otherPerMinute), scenario.gateway.seed, Start,
                  StartWall)
    { }

    QList<DrawnStep> draw()
    {
        const DrawingPlan& plan = m_scenario.drawing;
        const Instant end = Start + plan.from + plan.steps * plan.step;
        for (Instant now = next(); now < end; now = next()) {
            applyChanges(now);
            for (const ActorCall& call : m_mind.takeDue(now)) {
                play(call, now);
            }
            for ([[maybe_unused]] const ActorCall& call : m_other.takeDue(now)) {
                playOther(now);
            }
        }
        drawLimit();
        return m_steps;
    }

private:
    Instant next() const
    {
        const Instant mine = m_mind.nextDue().value_or(Instant::max());
        return std::min(mine, m_other.nextDue().value_or(Instant::max()));
    }

    DrawnStep* stepAt(Instant now)
    {
        const Duration into = now - Start - m_scenario.drawing.from;
        const auto index = into / m_scenario.drawing.step;
        const bool isDrawn = into >= Duration::zero() && index < m_steps.size();
        return isDrawn ? &m_steps[index] : nullptr;
    }

    void applyChanges(Instant now)
    {
        while (m_changes < m_scenario.changes.size()
               && now >= Start + m_scenario.changes[m_changes].after) {
            m_settings = m_scenario.changes[m_changes].settings;
            m_gateway.change(m_settings);
            ++m_changes;
        }
    }

    void play(const ActorCall& call, Instant now)
    {
        GatewayRequest request;
        request.head.method = call.method;
        request.head.target = m_gateway.basePath() + call.path;
        request.head.headers.append(m_profile.auth.header, m_profile.auth.prefix + "paper");
        request.body = call.body;
        const GatewayReply reply = m_gateway.answer(request, StartWall + (now - Start));
        m_partition = reply.partition;
        DrawnStep* step = stepAt(now);
        if (reply.status != 429) {
            if (step) {
                ++step->allowed;
            }
            return;
        }
        if (step) {
            ++step->refused;
        }
        const Duration wait = std::chrono::seconds(reply.headers.value("Retry-After").toLongLong());
        for (Instant at = now; at < now + wait; at += m_scenario.drawing.step) {
            if (DrawnStep* waiting = stepAt(at)) {
                waiting->isAskedToWait = true;
            }
        }
        m_mind.refused(call, wait, now);
    }

    void playOther(Instant now)
    {
        if (m_partition.isEmpty()) {
            return;
        }
        const GatewayReply reply = m_gateway.answerOther(m_partition, StartWall + (now - Start));
        if (DrawnStep* step = stepAt(now); step && reply.status != 429) {
            ++step->other;
        }
    }

    void drawLimit()
    {
        const DrawingPlan& plan = m_scenario.drawing;
        for (qsizetype i = 0; i < m_steps.size(); ++i) {
            EmulatorSettings settings = m_scenario.gateway;
            for (const GatewayChange& change : m_scenario.changes) {
                if (plan.from + i * plan.step >= change.after) {
                    settings = change.settings;
                }
            }
            for (const Policy& policy : withOverrides(m_profile.windows, settings.windows)) {
                if (policy.name == plan.limitLine && policy.window > Duration::zero()) {
                    const double share = toSeconds(plan.step) / toSeconds(policy.window);
                    m_steps[i].limit = static_cast<double>(policy.limit) * share;
                }
            }
        }
    }

    const Scenario& m_scenario;
    const Profile& m_profile;
    QList<DrawnStep> m_steps;
    EmulatorSettings m_settings;
    Gateway m_gateway;
    ActorMind m_mind;
    ActorMind m_other;
    QByteArray m_partition;
    qsizetype m_changes = 0;
};

} // namespace

QList<DrawnStep> drawScenario(const Scenario& scenario, const Profile& profile)
{
    return Paper(scenario, profile).draw();
}

} // namespace Pacewatch
