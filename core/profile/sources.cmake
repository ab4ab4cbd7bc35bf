target_sources(pacewatch_core PRIVATE
    profile/profile.cpp
    profile/profile.h
    profile/profilereader.cpp
    profile/profileshelf.cpp
    profile/straybyte.cpp
    profile/straybyte.h
    profile/tomltable.cpp
    profile/tomltable.h
)
qt_add_resources(pacewatch_core profiles
    PREFIX /profiles
    BASE ${PROJECT_SOURCE_DIR}/resources/profiles
    FILES
        ${PROJECT_SOURCE_DIR}/resources/profiles/aisoule-v1.toml
        ${PROJECT_SOURCE_DIR}/resources/profiles/aisoule.toml
        ${PROJECT_SOURCE_DIR}/resources/profiles/connexease-2026.toml
        ${PROJECT_SOURCE_DIR}/resources/profiles/connexease.toml
        ${PROJECT_SOURCE_DIR}/resources/profiles/generic.toml
)
