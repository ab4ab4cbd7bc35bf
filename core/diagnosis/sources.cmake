target_sources(pacewatch_core PRIVATE
    diagnosis/happening.h
    diagnosis/standing.h
)
