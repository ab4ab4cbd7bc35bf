target_sources(pacewatch_core PRIVATE
    queue/item.h
)
