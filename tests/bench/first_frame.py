#!/usr/bin/env python3
"""Prints how long the program takes from its start to the first painted pixels.

    Xvfb :77 -screen 0 1440x900x24 &
    tests/bench/first_frame.py :77 build/release/app/pacewatch [ARGUMENT...]

It looks at a strip of the screen every few milliseconds, ten starts in a row, and prints each
figure and their median.
"""
import ctypes
import os
import statistics
import subprocess
import sys
import time

ALL_PLANES = 0xFFFFFFFF
Z_PIXMAP = 2
STRIP = (0, 20, 1440, 24)  # x, y, width, height: the menu row
PAINTED = 12  # colours that a painted strip has at the least; an empty screen has one
STARTS = 10


class XImage(ctypes.Structure):
    """The first fields of Xlib's structure of that name."""

    _fields_ = [(name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")] + [
        ("data", ctypes.c_void_p)
    ] + [
        (name, ctypes.c_int)
        for name in (
            "byte_order", "bitmap_unit", "bitmap_bit_order", "bitmap_pad", "depth",
            "bytes_per_line",
        )
    ]


class Screen:
    """A display whose root window can be looked at."""

    def __init__(self, name):
        x11 = ctypes.CDLL("libX11.so.6")
        x11.XOpenDisplay.restype = ctypes.c_void_p
        x11.XDefaultRootWindow.restype = ctypes.c_ulong
        x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        x11.XGetImage.restype = ctypes.POINTER(XImage)
        x11.XGetImage.argtypes = [
            ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_ulong, ctypes.c_int,
        ]
        x11.XDestroyImage.argtypes = [ctypes.c_void_p]
        self.x11 = x11
        self.display = x11.XOpenDisplay(name.encode())
        if not self.display:
            sys.exit(f"no display {name}")
        self.root = x11.XDefaultRootWindow(self.display)

    def colours(self):
        image = self.x11.XGetImage(self.display, self.root, *STRIP, ALL_PLANES, Z_PIXMAP)
        content = image.contents
        pixels = ctypes.string_at(content.data, content.bytes_per_line * content.height)
        self.x11.XDestroyImage(image)
        return len({pixels[i : i + 4] for i in range(0, len(pixels), 28)})


def first_frame(screen, command, environment):
    """Seconds from the start of @p command to its first frame."""
    while screen.colours() >= PAINTED:
        time.sleep(0.05)
    began = time.monotonic()
    program = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while screen.colours() < PAINTED:
            if time.monotonic() - began > 20:
                sys.exit("nothing was painted within 20 s")
            time.sleep(0.004)
        return time.monotonic() - began
    finally:
        program.terminate()
        program.wait()


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    screen = Screen(sys.argv[1])
    environment = dict(os.environ, DISPLAY=sys.argv[1], QT_QPA_PLATFORM="xcb")
    figures = []
    for _ in range(STARTS):
        figures.append(first_frame(screen, sys.argv[2:], environment))
        print(f"{figures[-1]:.3f} s")
    print(f"median {statistics.median(figures):.3f} s")


if __name__ == "__main__":
    main()
