"""Addresses of drafting, importing and issued drafts."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from sections.views import drafting, drafts, holding, importing, plans, updating

app_name = "sections"

_plan = "plans/<slug:plan>/"
_element = f"{_plan}elements/<slug:uid>/"
_draft = f"{_plan}drafts/<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("plans/import/", importing.plan_import, name="plan_import"),
    path(f"{_plan}revise/", plans.plan_revise, name="plan_revise"),
    path(f"{_plan}import/undo/", importing.import_undo, name="import_undo"),
    path(f"{_plan}limit/revise/", plans.plan_revise_limit, name="plan_revise_limit"),
    path(f"{_plan}update/", updating.plan_update, name="plan_update"),
    path(f"{_plan}sections/<slug:uid>/relabel/", plans.section_relabel, name="section_relabel"),
    path(f"{_plan}sections/<slug:uid>/hold/", holding.section_hold, name="section_hold"),
    path(f"{_plan}sections/<slug:uid>/release/", holding.section_release, name="section_release"),
    path(f"{_plan}elements/add/", drafting.element_add, name="element_add"),
    path(f"{_element}move/", drafting.element_move, name="element_move"),
    path(f"{_element}split/", drafting.element_split, name="element_split"),
    path(f"{_element}merge/", drafting.element_merge, name="element_merge"),
    path(f"{_element}delete/", drafting.element_delete, name="element_delete"),
    path(f"{_element}restore/", drafting.element_restore, name="element_restore"),
    path(f"{_element}card/revise/", drafting.card_revise, name="card_revise"),
    path(f"{_element}question/reshape/", drafting.question_reshape, name="question_reshape"),
    path(f"{_plan}drafts/", drafts.draft_list, name="draft_list"),
    path(f"{_draft}circulation/widen/", drafts.circulation_widen, name="circulation_widen"),
    path(f"{_draft}draft.<slug:extension>", drafts.draft_file, name="draft_file"),
]
