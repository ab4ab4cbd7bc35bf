#include "core/engine/whatifdesk.h"

#include <utility>

namespace Pacewatch {

WhatIfDesk::WhatIfDesk()
{
    m_replays.setMaxThreadCount(1);
    m_search.setMaxThreadCount(1);
}

WhatIfDesk::~WhatIfDesk()
{
    m_ends = true;
    // The first may still hand work to the second.
    for (QThreadPool* const pool : {&m_replays, &m_search}) {
        pool->clear();
        pool->waitForDone();
    }
}

void WhatIfDesk::take(const Range& range, DiagnosisDesk::CollectCalls collect)
{
    m_range = range;
    const quint64 number = ++m_taken;
    m_newestRange = number;
    m_replays.start([this, number, collect = std::move(collect)] {
        prepare(collect([&](double) { return !m_ends && m_newestRange == number; }).log, number);
    });
}

void WhatIfDesk::prepare(const CallLog& log, quint64 number)
{
    m_replay.reset();
    Result<CallReplay> replay
        = CallReplay::of(log, [&](double) { return !m_ends && m_newestRange == number; });
    if (replay) {
        m_replay = std::make_shared<const CallReplay>(std::move(*replay));
    }
}

void WhatIfDesk::ask(const WhatIf& what, WhatIfDepth depth, Done done)
{
    const Question question{what, depth, ++m_asked, std::move(done)};
    m_newest.at(static_cast<std::size_t>(depth)) = question.number;
    m_replays.start([this, question] {
        if (!m_replay || !isWanted(question)) {
            return;
        }
        if (question.depth == WhatIfDepth::OneReplay) {
            answer(question, m_replay);
        } else {
            m_search.start([this, question, replay = m_replay] { answer(question, replay); });
        }
    });
}

bool WhatIfDesk::isWanted(const Question& question) const
{
    return !m_ends && m_newest.at(static_cast<std::size_t>(question.depth)) == question.number;
}

void WhatIfDesk::answer(const Question& question, const std::shared_ptr<const CallReplay>& replay)
{
    const auto goesOn = [&](double) { return isWanted(question); };
    Result<WhatIfAnswer> answer = replay->answer(question.what, goesOn);
    if (answer && question.depth == WhatIfDepth::SingleChanges) {
        Result<QList<SingleChange>> changes = replay->singleChanges(goesOn);
        if (!changes) {
            return;
        }
        answer->changes = std::move(*changes);
    }
    if (answer) {
        question.done(*answer);
    }
}

} // namespace Pacewatch
