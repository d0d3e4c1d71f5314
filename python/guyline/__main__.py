"""``python -m guyline`` is the command ``guyline``."""

import sys

from guyline.cli import main

if __name__ == "__main__":
    sys.exit(main())
