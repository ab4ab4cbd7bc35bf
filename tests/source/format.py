#!/usr/bin/env python3
"""Checks that every source is laid out as .clang-format says.

    format.py SOURCE_DIR CLANG_FORMAT        exit code 1 if a file differs
    format.py --planted SOURCE_DIR CLANG_FORMAT   shows that a badly laid out file is found
"""

import os
import subprocess
import sys
import tempfile

from layering import FOLDERS, files_below


def differs(program, style, files):
    result = subprocess.run([program, f"--style=file:{style}", "--dry-run", "-Werror", *files],
                            stderr=subprocess.PIPE, text=True, check=False)
    sys.stdout.write(result.stderr[:20_000])
    return result.returncode != 0


def main():
    arguments = sys.argv[1:]
    planted = arguments[0] == "--planted"
    top, program = arguments[-2:]
    style = os.path.join(top, ".clang-format")
    if planted:
        with tempfile.TemporaryDirectory() as folder:
            tidy, untidy = (os.path.join(folder, name) for name in ("tidy.cpp", "untidy.cpp"))
            with open(tidy, "w", encoding="utf-8") as file:
                file.write("int main()\n{\n    return 0;\n}\n")
            with open(untidy, "w", encoding="utf-8") as file:
                file.write("int main() {\n  return 0; }\n")
            sys.exit(0 if not differs(program, style, [tidy])
                     and differs(program, style, [untidy]) else 1)
    files = [os.path.join(top, path) for path in files_below(top, *FOLDERS)
             if path.endswith((".cpp", ".h"))]
    sys.exit(1 if not files or differs(program, style, files) else 0)


if __name__ == "__main__":
    main()
