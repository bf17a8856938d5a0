import re

import pytest

from tests.builders.people import make_member, sign_in
from tests.builders.talk import make_consultation

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "fr", "es"]
TERMS = {
    "fr": ["observation", "délégation", "point de contact", "Présidence"],
    "es": ["observación", "delegación", "punto de contacto", "Presidencia"],
}
OFFICES = {
    "en": "Implementation Support Unit",
    "fr": "Unité d'appui à l'application",
    "es": "Dependencia de Apoyo a la Aplicación",
}


def read(client, name, language):
    page = client.get(f"/{name}/{language}/").content.decode()
    return page.partition("<article")[2].partition("</article>")[0]


@pytest.mark.parametrize("name", ["guidance", "privacy"])
def test_every_language_has_the_same_headings_paragraphs_and_links(client, name):
    texts = [read(client, name, language) for language in LANGUAGES]

    for tag in ("<h1", "<h2", "<p>", "<li>", "<a ", "<kbd>", "<strong>"):
        assert len({text.count(tag) for text in texts}) == 1, tag
    assert texts[0].count("<h2") > 6


@pytest.mark.parametrize("name", ["guidance", "privacy"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_says_in_which_language_it_is_and_leads_to_the_others(client, name, language):
    page = client.get(f"/{name}/{language}/").content.decode()

    assert re.search(rf'<article[^>]*lang="{language}"', page)
    for other in LANGUAGES:
        assert f'href="/{name}/{other}/"' in page
    assert OFFICES[language] in page


@pytest.mark.parametrize("language", TERMS)
def test_the_terms_are_those_of_the_field(client, language):
    text = read(client, "guidance", language)

    assert all(term in text for term in TERMS[language])


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("fr-CH,fr;q=0.9", "fr"),
        ("de, es;q=0.5", "es"),
        ("de", "en"),
        ("", "en"),
        ("x" * 5000, "en"),
        ("fr;q=nonsense", "en"),
    ],
)
def test_the_public_is_led_to_the_language_of_its_browser(client, accepted, language):
    answer = client.get("/guidance/", headers={"accept-language": accepted})

    assert answer["Location"] == f"/guidance/{language}/"


def test_a_person_is_led_to_the_language_chosen(client):
    member = make_member()
    member.person.language = "es"
    member.person.save()

    answer = sign_in(client, member).get("/privacy/", headers={"accept-language": "fr"})

    assert answer["Location"] == "/privacy/es/"


def test_another_language_is_not_found(client):
    assert client.get("/guidance/de/").status_code == 404
    assert client.get("/privacy/xx/").status_code == 404


def test_the_guidance_is_linked_from_every_foot_and_where_one_comments(client):
    make_consultation()
    public = client.get("/").content.decode()
    assert 'href="/guidance/"' in public
    assert 'href="/privacy/"' in public
    sign_in(client, make_member())

    for path in ("/plans/plan/consultations/1/", "/plans/plan/consultations/1/comment/"):
        assert client.get(path).content.decode().count('href="/guidance/"') == 2
