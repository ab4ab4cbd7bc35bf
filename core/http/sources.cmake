target_sources(pacewatch_core PRIVATE
    http/message.cpp
    http/message.h
)
