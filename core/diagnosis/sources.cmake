target_sources(pacewatch_core PRIVATE
    diagnosis/burstwatch.cpp
    diagnosis/burstwatch.h
    diagnosis/causefinder.cpp
    diagnosis/causefinder.h
    diagnosis/chronicle.cpp
    diagnosis/chronicle.h
    diagnosis/happening.h
    diagnosis/recentcalls.cpp
    diagnosis/recentcalls.h
    diagnosis/retrypairs.cpp
    diagnosis/retrypairs.h
    diagnosis/standing.h
    diagnosis/standingjudge.cpp
    diagnosis/standingjudge.h
)
