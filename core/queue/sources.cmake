target_sources(pacewatch_core PRIVATE
    queue/item.h
    queue/sendport.h
    queue/sendqueue.h
)
