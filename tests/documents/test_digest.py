import pytest

from documents.digest import canonical_json, digest_of


def test_the_order_of_keys_does_not_matter_and_words_stay_as_they_are():
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()


def test_any_other_content_has_another_digest():
    assert digest_of({"a": "x"}) != digest_of({"a": "x "})


def test_what_json_cannot_say_is_refused():
    with pytest.raises(TypeError):
        digest_of({"a": object()})
