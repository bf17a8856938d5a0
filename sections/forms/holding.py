"""Whom one saw holding a text, and where one goes back to."""

from __future__ import annotations

from django import forms


class HoldForm(forms.Form):
    """`over` is the person who held it, empty for nobody; `element` the page one came from."""

    over = forms.IntegerField(required=False)
    element = forms.SlugField(required=False)
