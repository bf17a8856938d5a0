"""In which languages pages are shown, and in which people write."""

import pytest
from django.conf import settings
from polib import pofile

from lap_portal.translations import LOCALE
from tests.builders.people import make_member, sign_in

pytestmark = pytest.mark.django_db


def test_pages_are_offered_only_in_languages_whose_catalogue_is_complete():
    incomplete = [
        code
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
        and pofile(str(LOCALE / code / "LC_MESSAGES" / "django.po")).percent_translated() < 100
    ]

    assert not incomplete


def test_a_page_of_english_sentences_is_never_mirrored(client):
    client.post("/language/", {"language": "ar", "next": "/"})

    page = client.get("/", headers={"Accept-Language": "ar"}).content.decode()

    assert '<html lang="en"' in page
    assert 'dir="rtl"' not in page


def test_nobody_is_asked_to_choose_where_there_is_one_language(client):
    page = sign_in(client, make_member()).get("/").content.decode()

    assert "language-choice" not in page


def test_people_write_in_all_six_official_languages():
    codes = [code for code, _name in settings.WRITING_LANGUAGES]

    assert codes == ["ar", "zh-hans", "en", "fr", "ru", "es"]
