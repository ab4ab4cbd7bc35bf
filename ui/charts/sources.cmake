target_sources(pacewatch_ui PRIVATE
    charts/callseries.cpp
    charts/callseries.h
    charts/leftseries.cpp
    charts/leftseries.h
    charts/scale.cpp
    charts/scale.h
    charts/series.cpp
    charts/series.h
    charts/steps.h
    charts/timerange.cpp
    charts/timerange.h
)
