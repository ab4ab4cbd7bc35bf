target_sources(pacewatch_core PRIVATE
    engine/callbook.cpp
    engine/callbook.h
    engine/diagnosisdesk.cpp
    engine/diagnosisdesk.h
    engine/emulatorhost.cpp
    engine/emulatorhost.h
    engine/engineroom.cpp
    engine/engineroom.h
    engine/gatewayaddress.cpp
    engine/gatewayaddress.h
    engine/gatewayport.cpp
    engine/gatewayport.h
    engine/outboxes.h
    engine/watchedconnection.cpp
    engine/watchedconnection.h
)
