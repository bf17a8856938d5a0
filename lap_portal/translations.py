"""Compiles translations, so that no machine needs gettext: `python -m lap_portal.translations`."""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def compile_translations(folder: Path) -> int:
    """Write the .mo beside each .po that is newer; return how many. Fuzzy entries stay out."""
    stale = [source for source in sorted(folder.rglob("*.po")) if _is_stale(source)]
    for source in stale:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return len(stale)


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


if __name__ == "__main__":
    sys.stdout.write(f"Translations compiled: {compile_translations(LOCALE)}.\n")
