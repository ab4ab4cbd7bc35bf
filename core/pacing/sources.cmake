target_sources(pacewatch_core PRIVATE
    pacing/epochrule.h
    pacing/flightdeck.h
    pacing/forecast.h
    pacing/lanehold.h
    pacing/limiter.h
    pacing/occupancy.h
    pacing/pace.h
    pacing/pacer.h
    pacing/pathdelay.h
    pacing/rehearsal.h
    pacing/retrypolicy.h
    pacing/verdict.h
    pacing/windowgate.h
)
