target_sources(pacewatch_core PRIVATE
    quota/policy.cpp
    quota/policy.h
    quota/reading.h
)
