target_sources(pacewatch_core PRIVATE
    profile/profile.h
)
