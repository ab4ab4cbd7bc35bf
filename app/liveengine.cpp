#include "app/liveengine.h"

#include <QMetaObject>
#include <QTimer>

#include <utility>

namespace Pacewatch {

namespace {

/// Events gather for so long: a busy proxy would wake this thread for each call otherwise.
constexpr std::chrono::milliseconds Gathering{20};

} // namespace

LiveEngine::LiveEngine(const ProfileShelf& shelf, double timeScale, const EngineFiles& files)
{
    if (timeScale != 1) {
        m_scaledClock.emplace(m_systemClock, timeScale);
        m_engine.emplace(*m_scaledClock, shelf, files);
    } else {
        m_engine.emplace(m_systemClock, shelf, files);
    }
    forward(m_engine->exchanges(), &LiveEngine::exchangeArrived);
    forward(m_engine->itemChanges(), &LiveEngine::itemChanged);
    forward(m_engine->happenings(), &LiveEngine::happened);
    forward(m_engine->emulatorAnswers(), &LiveEngine::practiceAnswered);
    m_engine->states().onArrival([this] {
        QMetaObject::invokeMethod(
            this, [this] { takeState(); }, Qt::QueuedConnection);
    });
}

LiveEngine::~LiveEngine() = default;

void LiveEngine::drain()
{
    m_engine->settle();
    empty(m_engine->exchanges(), &LiveEngine::exchangeArrived);
    empty(m_engine->itemChanges(), &LiveEngine::itemChanged);
    empty(m_engine->happenings(), &LiveEngine::happened);
    empty(m_engine->emulatorAnswers(), &LiveEngine::practiceAnswered);
    takeState();
}

void LiveEngine::drainItems()
{
    empty(m_engine->itemChanges(), &LiveEngine::itemChanged);
}

void LiveEngine::takeState()
{
    if (const auto state = m_engine->states().take()) {
        emit stateChanged(*state);
    }
}

template<typename Box, typename Signal>
void LiveEngine::forward(Box& box, Signal signal)
{
    box.onArrival([this, &box, signal] {
        QMetaObject::invokeMethod(
            this,
            [this, &box, signal] {
                QTimer::singleShot(Gathering, this, [this, &box, signal] { empty(box, signal); });
            },
            Qt::QueuedConnection);
    });
}

template<typename Box, typename Signal>
void LiveEngine::empty(Box& box, Signal signal)
{
    for (const auto& event : box.takeAll()) {
        emit(this->*signal)(event);
    }
}

} // namespace Pacewatch
