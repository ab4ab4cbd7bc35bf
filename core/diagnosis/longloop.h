#pragma once

#include <functional>
#include <utility>

namespace Pacewatch {

/// Asks in a loop over many calls, now and then, whether to go on: so that whoever gives it up
/// need not wait for its end.
class LongLoop final
{
public:
    /// Without @p goesOn it always goes on.
    explicit LongLoop(std::function<bool()> goesOn)
        : m_goesOn(std::move(goesOn))
    { }

    /// Begins one more round. False, from then on, when it is not to go on.
    [[nodiscard]] bool next()
    {
        constexpr int RoundsAQuestion = 8'192; // some milliseconds
        if (++m_rounds % RoundsAQuestion == 0 && m_goesOn) {
            m_isOn = m_isOn && m_goesOn();
        }
        return m_isOn;
    }

private:
    std::function<bool()> m_goesOn;
    int m_rounds = 0;
    bool m_isOn = true;
};

} // namespace Pacewatch
