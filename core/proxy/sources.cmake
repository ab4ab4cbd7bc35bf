target_sources(pacewatch_core PRIVATE
    proxy/guard.cpp
    proxy/guard.h
    proxy/proxy.cpp
    proxy/proxy.h
    proxy/proxycall.cpp
    proxy/proxycall.h
    proxy/proxyhost.h
    proxy/recorder.cpp
    proxy/recorder.h
    proxy/relay.cpp
    proxy/relay.h
)
