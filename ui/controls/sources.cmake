target_sources(pacewatch_ui PRIVATE
    controls/button.cpp
    controls/button.h
    controls/card.cpp
    controls/card.h
    controls/chip.cpp
    controls/chip.h
    controls/segmentedcontrol.cpp
    controls/segmentedcontrol.h
    controls/switch.cpp
    controls/switch.h
    controls/tabular.cpp
    controls/tabular.h
    controls/textlabel.cpp
    controls/textlabel.h
)
