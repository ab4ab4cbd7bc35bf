target_sources(pacewatch_core PRIVATE
    privacy/jsonprivacy.cpp
    privacy/jsonprivacy.h
    privacy/knownsecrets.cpp
    privacy/knownsecrets.h
    privacy/leakscan.cpp
    privacy/leakscan.h
    privacy/privatefields.cpp
    privacy/privatefields.h
    privacy/privateshapes.cpp
    privacy/privateshapes.h
    privacy/rangetimes.cpp
    privacy/rangetimes.h
    privacy/redactor.cpp
    privacy/redactor.h
    privacy/standins.cpp
    privacy/standins.h
)
