"""`python -m throughline`: what `./throughline` hands over to."""

import sys

from throughline.launch.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
