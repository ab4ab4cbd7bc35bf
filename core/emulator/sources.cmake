target_sources(pacewatch_core PRIVATE
    emulator/actor.cpp
    emulator/actor.h
    emulator/actorcast.cpp
    emulator/actorcast.h
    emulator/actormind.cpp
    emulator/actormind.h
    emulator/aisoule.cpp
    emulator/aisoule.h
    emulator/aisoulev1.cpp
    emulator/aisoulev1.h
    emulator/connexease.cpp
    emulator/connexease.h
    emulator/drawing.cpp
    emulator/drawing.h
    emulator/emulator.cpp
    emulator/emulator.h
    emulator/enforcement.cpp
    emulator/enforcement.h
    emulator/gateway.cpp
    emulator/gateway.h
    emulator/intake.cpp
    emulator/intake.h
    emulator/jsontext.cpp
    emulator/jsontext.h
    emulator/otherconsumer.cpp
    emulator/otherconsumer.h
    emulator/plainvendor.cpp
    emulator/plainvendor.h
    emulator/scenario.cpp
    emulator/scenario.h
    emulator/settings.h
    emulator/vendor.cpp
    emulator/vendor.h
    emulator/windowcounter.cpp
    emulator/windowcounter.h
)
qt_add_resources(pacewatch_core scenarios
    PREFIX /scenarios
    BASE ${PROJECT_SOURCE_DIR}/resources/scenarios
    FILES
        ${PROJECT_SOURCE_DIR}/resources/scenarios/bursts.toml
        ${PROJECT_SOURCE_DIR}/resources/scenarios/calm.toml
        ${PROJECT_SOURCE_DIR}/resources/scenarios/ignores-wait.toml
        ${PROJECT_SOURCE_DIR}/resources/scenarios/limit-changed.toml
        ${PROJECT_SOURCE_DIR}/resources/scenarios/polls-too-often.toml
        ${PROJECT_SOURCE_DIR}/resources/scenarios/shared-key.toml
)
