target_sources(pacewatch_ui PRIVATE
    views/connectionview.h
)
