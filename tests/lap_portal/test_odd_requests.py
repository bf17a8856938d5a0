import pytest
from django.test import Client

from lap_portal.wsgi import only_in_utf8
from tests.builders.people import make_member, sign_in


def portal(environ, start_response):
    start_response("200 OK", [])
    return [b"Reached"]


@pytest.mark.parametrize("charset", ["hex", "rot13", "utf-16", "idna", "no-such"])
def test_a_request_in_another_encoding_is_refused_before_anything_reads_it(charset):
    answers = []

    environ = {"CONTENT_TYPE": f"text/plain; charset={charset}"}
    body = only_in_utf8(portal)(environ, lambda status, headers: answers.append(status))

    assert answers == ["400 Bad Request"]
    assert b"UTF-8" in body[0]


@pytest.mark.parametrize("content_type", ["", "text/plain", "text/plain; charset=UTF-8"])
def test_other_requests_reach_the_portal(content_type):
    assert only_in_utf8(portal)({"CONTENT_TYPE": content_type}, lambda *_: None) == [b"Reached"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/invitations/%00/", 400),
        ("/?q=%00", 400),
        (f"/delegations/{'9' * 30}/", 404),
        (f"/plans/plan/drafts/{'9' * 5000}/", 404),
    ],
    ids=["NUL in the path", "NUL in the query", "thirty digits", "five thousand digits"],
)
def test_an_address_that_cannot_be_is_answered_not_stumbled_over(path, status):
    assert Client().get(path).status_code == status


@pytest.mark.django_db
@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "²"])
def test_a_capacity_that_cannot_be_is_not_held(number):
    client = sign_in(Client(), make_member())

    answer = client.post("/capacity/", {"capacity": f"delegation:{number}"})

    assert answer.status_code < 500


@pytest.mark.django_db
def test_what_the_accounts_package_cannot_read_is_a_bad_request():
    client = sign_in(Client(), make_member())

    answer = client.post("/accounts/2fa/webauthn/add/", {"credential": "9" * 5000})

    assert answer.status_code < 500
