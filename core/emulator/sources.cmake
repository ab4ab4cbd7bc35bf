target_sources(pacewatch_core PRIVATE
    emulator/settings.h
)
