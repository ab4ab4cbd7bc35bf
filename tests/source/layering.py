#!/usr/bin/env python3
"""Checks the sources against the table of rooms in ARCHITECTURE.md.

    layering.py SOURCE_DIR QT_INCLUDE_DIR        prints every violation; exit code 1 if there is one
"""

import os
import re
import sys

# Who may include what. A room is a folder of core, or a single file of its root. A room may always
# include itself. "quota/policy.h" allows that header only.
ROOT = {"clock", "digest", "finishedfile", "instant", "outbox", "result", "ring", "secret", "seldom",
        "settings"}
VALUES = {"exchange", "connection", "hold", "queue/item.h", "queue/sendbody.h",
          "emulator/settings.h",
          "diagnosis/cause.h", "diagnosis/standing.h", "diagnosis/happening.h",
          "diagnosis/diagnosis.h",
          "diagnosis/evidence.h", "diagnosis/findings.h", "diagnosis/whatif.h",
          "diagnosis/comparison.h",
          "recorded", "store/callfilter.h", "transfer/evidence.h", "transfer/fieldmap.h",
          "transfer/fieldtext.h", "transfer/foundfield.h", "transfer/knownmaps.h"}
TO_QUOTA = ROOT | {"http", "quota", "profile"}
TO_PACING = TO_QUOTA | VALUES | {"pacing"}
ROOMS = {
    **{name: ROOT for name in ROOT},
    "database": ROOT,
    "http": ROOT,
    "quota": ROOT | {"http"},
    "profile": ROOT | {"http", "quota"},
    "hold": ROOT | {"quota/policy.h"},
    "exchange": ROOT | {"hold", "http/message.h", "quota/policy.h", "quota/reading.h",
                       "quota/windowstate.h"},
    "connection": ROOT | {"exchange", "hold", "quota/policy.h", "quota/windowstate.h",
                          "diagnosis/cause.h", "diagnosis/standing.h",
                          "diagnosis/happening.h"},
    # What is asked of recorded sessions, and answered.
    "recorded": ROOT | {"exchange", "store/callfilter.h", "transfer/evidence.h",
                        "transfer/fieldmap.h", "transfer/foundfield.h"},
    "pacing": TO_QUOTA | {"exchange", "hold"},
    "proxy": TO_PACING,
    "poller": TO_PACING,
    "queue": TO_PACING | {"database"},
    # What is private in a call, and how it is taken out: below all that keeps or writes calls.
    "privacy": ROOT | {"http", "exchange", "quota/reading.h"},
    "store": TO_PACING | {"database", "privacy"},
    "diagnosis": TO_PACING,
    "transfer": TO_PACING | {"privacy", "store"},
    "shared": TO_PACING,
    # The other side of the wire: it counts by its own code.
    "emulator": ROOT | VALUES | {"http", "profile", "quota/policy.h"},
}
# What the window sees of the core. emulator/drawing.h is pure: a picture made of values; so is
# diagnosis/explain.h: what a pasted answer says, and diagnosis/endpointname.h: paths without ids.
# And what is typed to find calls, in memory or in a file, and which of them belong together; and the
# two questions asked of a finished text before it is written: what in it looks private, and whether
# anything leaks. And what takes the private parts out of a call, before its heads stand in a report.
UI_SEES = ROOT | VALUES | {"engine.h", "http/contentcoding.h", "http/message.h", "quota/policy.h",
                           "quota/reading.h", "quota/windowstate.h", "profile/profile.h", "pacing/pace.h",
                           "emulator/drawing.h", "diagnosis/explain.h", "store/callfilter.h",
                           "store/callgrouping.h", "store/callgroups.h", "store/callmatcher.h",
                           "diagnosis/endpointname.h", "privacy/leakscan.h",
                           "privacy/privateshapes.h", "privacy/redactor.h"}

CORE_QT_MODULES = ("QtCore", "QtNetwork", "QtSql")
# pacing and quota are arithmetic: nothing with an event loop, nothing of the network.
LOOPLESS = ("pacing", "quota")
LOOP_CLASSES = {"QObject", "QTimer", "QThread", "QEventLoop", "QSocketNotifier", "QCoreApplication",
                "QBasicTimer", "QEvent", "QProcess", "QFileSystemWatcher", "QMetaObject"}

REFUSED_NAME = re.compile(r"(utils?|helpers?|common|misc|managers?)", re.IGNORECASE)
REFUSED_CLASS = re.compile(r"\b(QNetworkAccessManager|QHttpServer)\b")
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)')
LISTED = re.compile(r"(\$\{PROJECT_SOURCE_DIR\}/)?([\w./-]+\.(?:cpp|h))\b")
ADDED_TEST = re.compile(r"pacewatch_add_(?:\w+_)?test\(\s*(\w+)")
HOME_PATH = re.compile(r"/(?:home|Users)/\w+|/root/\w")
MOST_LINES = 500
FOLDERS = ("core", "ui", "app", "tests")


def files_below(top, *folders):
    """Every file of the folders, relative to top, without hidden and build folders."""
    for folder in folders:
        for parent, names, files in os.walk(os.path.join(top, folder)):
            names[:] = sorted(n for n in names
                              if not n.startswith(".") and n not in ("build", "__pycache__"))
            for name in sorted(files):
                yield os.path.relpath(os.path.join(parent, name), top)


def read(top, path):
    with open(os.path.join(top, path), encoding="utf-8") as file:
        return file.read()


def room_of(path):
    """The room of core/<room>/file or core/<file>.h; engine*.* is the top of the core."""
    parts = path.split("/")
    if len(parts) > 2:
        return parts[1]
    name = parts[1].rsplit(".", 1)[0]
    return "engine" if name.startswith("engine") else name


def is_allowed(included, allowed):
    return room_of(included) in allowed or included.removeprefix("core/") in allowed


def project_include_problem(path, included):
    top = path.split("/")[0]
    if included.startswith("ui/"):
        return "core knows no window" if top == "core" else None
    if included.startswith("app/"):
        return None if top in ("app", "tests") else "nothing stands above app"
    if included.startswith("tests/"):
        return None if top == "tests" else "the program needs no tests"
    if not included.startswith("core/"):
        return "includes are written from the top of the tree"
    if top in ("app", "tests"):
        return None
    if top == "ui":
        return None if is_allowed(included, UI_SEES) else "ui sees the engine's door and values"
    room = room_of(path)
    if room == "engine" or room_of(included) == room:
        return None
    if room not in ROOMS:
        return f"room {room} is not in the table"
    return None if is_allowed(included, ROOMS[room]) else f"{room} may not see it"


def qt_include_problem(path, included, qt_headers):
    if not path.startswith("core/") or not re.match(r"(Qt\w+/)?Q\w+$", included):
        return None
    module, _, name = included.rpartition("/")
    modules = [module] if module else [m for m in CORE_QT_MODULES
                                       if os.path.exists(os.path.join(qt_headers, m, name))]
    if not modules or modules[0] not in CORE_QT_MODULES:
        return "core uses Qt Core and Qt Network only"
    if room_of(path) in LOOPLESS and (modules[0] != "QtCore" or name in LOOP_CLASSES):
        return "arithmetic has no event loop"
    return None


def source_problems(top, path, qt_headers):
    lines = read(top, path).splitlines()
    for number, line in enumerate(lines, 1):
        match = INCLUDE.match(line)
        if match:
            ours, foreign = match.groups()
            if ours and not ours.endswith(".moc"):
                problem = project_include_problem(path, ours)
            else:
                problem = qt_include_problem(path, foreign or "", qt_headers)
            if problem:
                yield f"{path}:{number}: includes {ours or foreign}: {problem}"
        code = line.split("//")[0]
        if path.split("/")[0] != "tests" and REFUSED_CLASS.search(code):
            yield f"{path}:{number}: traffic goes through core/http, not through Qt's own HTTP"
    if len(lines) > MOST_LINES and not path.startswith("tests/"):
        yield f"{path}: {len(lines)} lines; which two jobs are in it?"


def list_problems(top):
    """Every source is in a list, and every listed source is there."""
    listed = set()
    for path in files_below(top, *FOLDERS):
        folder = os.path.dirname(path)
        if os.path.basename(path) == "sources.cmake":
            folder = os.path.dirname(folder)
        elif os.path.basename(path) != "CMakeLists.txt":
            continue
        text = re.sub(r"#.*", "", read(top, path))
        names = {os.path.join("" if from_top else folder, name)
                 for from_top, name in LISTED.findall(text)}
        names |= {f"{folder}/tst_{name}.cpp" for name in ADDED_TEST.findall(text)}
        for name in sorted(names):
            file = os.path.normpath(name)
            listed.add(file)
            if not os.path.exists(os.path.join(top, file)):
                yield f"{path}: lists {name}, which is not there"
    for path in files_below(top, *FOLDERS):
        if path.endswith((".cpp", ".h")) and path not in listed:
            yield f"{path}: is in no list of sources"


def name_problems(top):
    for path in files_below(top, *FOLDERS, "resources"):
        for part in path.split("/"):
            if REFUSED_NAME.fullmatch(part.split(".")[0]):
                yield f"{path}: says nothing about what is in it"


def path_problems(top):
    for path in files_below(top, *FOLDERS, "resources", ".ci"):
        if not path.endswith((".cpp", ".h", ".txt", ".cmake", ".toml", ".py", ".sh", ".json")):
            continue
        for number, line in enumerate(read(top, path).splitlines(), 1):
            if HOME_PATH.search(line) and not line.startswith("HOME_PATH"):
                yield f"{path}:{number}: a path of one machine"


def problems(top, qt_headers):
    for path in files_below(top, *FOLDERS):
        if path.endswith((".cpp", ".h")):
            yield from source_problems(top, path, qt_headers)
    yield from list_problems(top)
    yield from name_problems(top)
    yield from path_problems(top)


def main():
    top, qt_headers = sys.argv[1:]
    if not os.path.isdir(os.path.join(qt_headers, "QtCore")):
        sys.exit(f"no Qt headers in {qt_headers}")
    found = list(problems(top, qt_headers))
    for problem in found:
        print(problem)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
