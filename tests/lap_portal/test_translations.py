"""Translations without gettext."""

import gettext
import os

import polib

from lap_portal.translations import compile_translations


def make_catalogue(folder):
    source = folder / "fr" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="Draft", msgstr="Projet"))
    catalogue.append(polib.POEntry(msgid="Point", msgstr="Peut-être", flags=["fuzzy"]))
    catalogue.save(str(source))
    return source


def test_what_is_sure_is_compiled_and_what_is_fuzzy_stays_out(tmp_path):
    source = make_catalogue(tmp_path)

    assert compile_translations(tmp_path) == 1

    with source.with_suffix(".mo").open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    assert translations.gettext("Draft") == "Projet"
    assert translations.gettext("Point") == "Point"


def test_only_what_changed_is_compiled_again(tmp_path):
    source = make_catalogue(tmp_path)
    compile_translations(tmp_path)

    assert compile_translations(tmp_path) == 0
    later = source.with_suffix(".mo").stat().st_mtime + 10
    os.utime(source, (later, later))
    assert compile_translations(tmp_path) == 1
