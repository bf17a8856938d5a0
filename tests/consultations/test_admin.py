from django.apps import apps
from django.contrib import admin


def test_nothing_of_consultations_nor_of_its_history_is_on_the_administration_pages():
    registered = {model._meta.label for model in admin.site._registry}

    assert not registered & {model._meta.label for model in apps.get_models() if is_ours(model)}


def is_ours(model):
    return model._meta.app_label == "consultations"
