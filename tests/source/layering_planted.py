#!/usr/bin/env python3
"""Shows that layering.py finds what it is there to find: each violation is planted in a small tree
of its own and must be named.

    layering_planted.py QT_INCLUDE_DIR
"""

import os
import sys
import tempfile

import layering

CLEAN = {
    "core/CMakeLists.txt": "add_library(core engine.h exchange.h result.h)\n",
    "core/engine.h": '#include "core/proxy/proxy.h"\n',
    "core/exchange.h": '#include "core/quota/reading.h"\n#include <QString>\n',
    "core/result.h": "#include <QString>\n",
    "core/proxy/sources.cmake": "target_sources(core PRIVATE proxy/proxy.h)\n",
    "core/proxy/proxy.h": '#include "core/pacing/pacer.h"\n#include <QTcpServer>\n',
    "core/pacing/sources.cmake": "target_sources(core PRIVATE pacing/pacer.h)\n",
    "core/pacing/pacer.h": '#include "core/quota/reading.h"\n#include <vector>\n',
    "core/quota/sources.cmake": "target_sources(core PRIVATE quota/policy.h quota/reading.h)\n",
    "core/quota/policy.h": "",
    "core/quota/reading.h": '#include "core/result.h"\n',
    "core/emulator/sources.cmake": "target_sources(core PRIVATE emulator/gateway.cpp)\n",
    "core/emulator/gateway.cpp": '#include "core/quota/policy.h"\n',
    "ui/CMakeLists.txt": "add_library(ui window.cpp)\n",
    "ui/window.cpp": '#include "core/engine.h"\n#include <QWidget>\n#include "window.moc"\n',
    "app/CMakeLists.txt": "add_executable(app main.cpp)\n",
    "app/main.cpp": '#include "ui/window.h"\n',
    "tests/CMakeLists.txt": "function(pacewatch_add_test name)\n tst_${name}.cpp\nendfunction()\n"
                            "pacewatch_add_test(pacer)\n",
    "tests/tst_pacer.cpp": '#include "core/pacing/pacer.h"\n',
}

# What is planted where, and the words that must come out.
PLANTED = [
    ("core/proxy/proxy.h", '#include "ui/window.h"\n', "core knows no window"),
    ("core/result.h", '#include "core/exchange.h"\n', "result may not see it"),
    ("core/quota/policy.h", '#include "core/pacing/pacer.h"\n', "quota may not see it"),
    ("core/pacing/pacer.h", '#include "core/proxy/proxy.h"\n', "pacing may not see it"),
    ("core/proxy/proxy.h", '#include "core/engine.h"\n', "proxy may not see it"),
    ("core/emulator/gateway.cpp", '#include "core/pacing/pacer.h"\n', "emulator may not see it"),
    ("core/emulator/gateway.cpp", '#include "core/quota/reading.h"\n', "emulator may not see it"),
    ("core/emulator/gateway.cpp", '#include "core/proxy/proxy.h"\n', "emulator may not see it"),
    ("core/pacing/pacer.h", "#include <QTimer>\n", "arithmetic has no event loop"),
    ("core/quota/policy.h", "#include <QTcpSocket>\n", "arithmetic has no event loop"),
    ("core/proxy/proxy.h", "#include <QColor>\n", "Qt Core and Qt Network only"),
    ("core/proxy/proxy.h", "#include <QtWidgets/QLabel>\n", "Qt Core and Qt Network only"),
    ("ui/window.cpp", '#include "core/pacing/pacer.h"\n', "ui sees the engine's door"),
    ("ui/window.cpp", '#include "app/commands.h"\n', "nothing stands above app"),
    ("app/main.cpp", '#include "window.h"\n', "from the top of the tree"),
    ("app/main.cpp", "QNetworkAccessManager network;\n", "core/http"),
    ("app/main.cpp", "\n" * 501, "which two jobs"),
    ("core/proxy/relay.cpp", "", "is in no list of sources"),
    ("core/proxy/sources.cmake", "set(more proxy/gone.cpp)\n", "which is not there"),
    ("tests/CMakeLists.txt", "pacewatch_add_test(gone)\n", "which is not there"),
    ("ui/utils/text.h", "", "says nothing about"),
    ("core/helpers.h", "", "says nothing about"),
    ("app/main.cpp", "// see /" + "home/somebody/notes\n", "a path of one machine"),
]


def plant(top, files):
    for path, text in files.items():
        file = os.path.join(top, path)
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "w", encoding="utf-8") as out:
            out.write(text)


def found_in(files, qt_headers):
    with tempfile.TemporaryDirectory() as top:
        plant(top, files)
        return list(layering.problems(top, qt_headers))


def main():
    qt_headers = sys.argv[1]
    failures = [f"the clean tree: {problem}" for problem in found_in(CLEAN, qt_headers)]
    for path, text, words in PLANTED:
        files = {**CLEAN, path: CLEAN.get(path, "") + text}
        found = found_in(files, qt_headers)
        if not any(words in problem for problem in found):
            failures.append(f"{path} with {text[:40]!r}: expected {words!r}, found {found}")
    print("\n".join(failures) or f"{len(PLANTED)} planted violations found")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
