"""What every answer tells the browser."""

import pytest

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize(
    ("address", "status"), [("/healthz/", 200), ("/admin/", 302), ("/no-such-page/", 404)]
)
def test_every_answer_carries_the_same_protection(client, address, status):
    response = client.get(address)

    assert response.status_code == status
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert "publickey-credentials-get=(self)" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_administration_pages_send_to_the_one_sign_in(client):
    response = client.get("/admin/login/", {"next": "/admin/"})

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


def test_plain_http_is_sent_to_https_except_the_health_page(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/accounts/login/")["Location"] == "https://testserver/accounts/login/"
    assert client.get("/healthz/").status_code == 200
    assert client.get("/healthz/", secure=True).status_code == 200
