import pytest

pytestmark = pytest.mark.django_db


def test_anybody_reads_the_home_page(client):
    answer = client.get("/")

    assert answer.status_code == 200
    assert "Skip to the main text" in answer.content.decode()


def test_an_unknown_address_offers_the_way_back(client):
    answer = client.get("/nowhere/")

    assert answer.status_code == 404
    assert "To the home page" in answer.content.decode()
