"""The PostgreSQL programs there are to test with: our own always, the machine's where it has some."""

from pathlib import Path

from throughline.launch.programs import bundled_binaries

OWN = bundled_binaries()
SYSTEM = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
BINARIES = [OWN, *(folder for folder in SYSTEM if (folder / "initdb").exists())]


def named(binaries: Path) -> str:
    """Give the name of a case."""
    return "bundled" if binaries == OWN else f"system {binaries.parent.name}"
