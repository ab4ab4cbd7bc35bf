target_sources(pacewatch_ui PRIVATE
    views/connectionview.h
    views/endpointlist.cpp
    views/endpointlist.h
    views/gaugerow.cpp
    views/gaugerow.h
    views/happeninglist.cpp
    views/happeninglist.h
    views/monitorview.cpp
    views/monitorview.h
    views/timelinecard.cpp
    views/timelinecard.h
    views/verdictcard.cpp
    views/verdictcard.h
)
