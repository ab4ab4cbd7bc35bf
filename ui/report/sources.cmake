target_sources(pacewatch_ui PRIVATE
    report/comparisonreport.cpp
    report/comparisonreport.h
    report/report.cpp
    report/report.h
    report/reportcalls.cpp
    report/reportcalls.h
    report/reportexamples.cpp
    report/reportexamples.h
    report/reportfile.cpp
    report/reportfile.h
    report/reporthtml.cpp
    report/reporthtml.h
    report/reportmarkdown.cpp
    report/reportpaper.cpp
    report/reporttimeline.cpp
    report/reporttimeline.h
)
