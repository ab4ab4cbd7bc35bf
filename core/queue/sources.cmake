target_sources(pacewatch_core PRIVATE
    queue/answertext.cpp
    queue/answertext.h
    queue/dispatcher.cpp
    queue/dispatcher.h
    queue/item.cpp
    queue/item.h
    queue/outlook.cpp
    queue/sendport.h
    queue/sendqueue.cpp
    queue/sendqueue.h
)
