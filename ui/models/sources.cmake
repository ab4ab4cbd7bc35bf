target_sources(pacewatch_ui PRIVATE
    models/doorbell.h
    models/feed.cpp
    models/feed.h
)
