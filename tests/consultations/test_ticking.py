"""Boxes that were ticked: what no row can have as its number is refused, and breaks nothing."""

import pytest
from django import forms

from consultations.models import Comment
from lap_portal.rows import RowsField

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    rows = RowsField(queryset=Comment.objects.all())


@pytest.mark.parametrize("sent", ["9" * 20, "-1", "1.5", "x", "١", ""])
def test_a_number_that_no_row_has_is_no_choice(sent):
    form = Form({"rows": [sent]})

    assert not form.is_valid()
    assert form.errors["rows"]
