#!/usr/bin/env python3
"""Checks that every test that tests/core/proxy/README.md names for a duty is there.

    duties.py ROOT

Exits 1 when a program or a slot in it is missing, or a duty names none.
"""
import pathlib
import re
import sys


def rows(table):
    """(line number, last cell) of each row, without the heads and their rules."""
    for number, line in enumerate(table.splitlines(), 1):
        if line.startswith("| ") and not line.rstrip("|").endswith("tests "):
            yield number, line.strip().strip("|").split("|")[-1].strip()


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__))
    table = root / "tests" / "core" / "proxy" / "README.md"
    sources = {path.stem: path.read_text("utf-8") for path in root.glob("tests/**/tst_*.cpp")}
    checked = 0
    problems = []
    for number, cell in rows(table.read_text("utf-8")):
        named = re.findall(r"`(\w+)`: ([\w, ]+)", cell)
        if not named:
            problems.append(f"{number}: no test")
        for program, slots in named:
            for slot in slots.split(", "):
                checked += 1
                if f"void {slot.strip()}();" not in sources.get(program, ""):
                    problems.append(f"{number}: {program} has no {slot}")
    for problem in problems:
        print(f"{table}:{problem}")
    print(f"{checked} tests named")
    sys.exit(1 if problems or not checked else 0)


if __name__ == "__main__":
    main()
