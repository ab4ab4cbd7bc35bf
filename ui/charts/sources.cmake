target_sources(pacewatch_ui PRIVATE
)
