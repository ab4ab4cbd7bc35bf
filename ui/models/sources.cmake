target_sources(pacewatch_ui PRIVATE
    models/doorbell.h
    models/endpointname.cpp
    models/endpointname.h
    models/feed.cpp
    models/feed.h
    models/histories.cpp
    models/histories.h
    models/history.cpp
    models/history.h
    models/senddrafts.cpp
    models/senddrafts.h
)
