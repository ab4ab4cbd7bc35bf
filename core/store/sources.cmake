target_sources(pacewatch_core PRIVATE
    store/callfilter.cpp
    store/callfilter.h
    store/callmatcher.cpp
    store/callmatcher.h
    store/sessionfile.cpp
    store/sessionfile.h
    store/sessionreader.cpp
    store/sessionreader.h
    store/sessionrecorder.cpp
    store/sessionrecorder.h
    store/sessionrows.cpp
    store/sessionrows.h
    store/sessionschema.cpp
    store/sessionschema.h
    store/sessionshelf.cpp
    store/sessionshelf.h
)
