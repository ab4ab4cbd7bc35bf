target_sources(pacewatch_core PRIVATE
    poller/poller.cpp
    poller/poller.h
)
