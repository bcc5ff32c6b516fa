"""Sets a page with typst. A script for the cage: `typesetter.py INPUT OUTPUT`, in the input's folder."""

import sys

import typst

if __name__ == "__main__":
    typst.compile(sys.argv[1], output=sys.argv[2], root=".", ignore_system_fonts=True)
