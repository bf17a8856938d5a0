"""The page on which one searches."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations.forms.searching import SearchForm
from consultations.queries.searching import plans_to_search, search_groups
from lap_portal.http import PortalRequest


@require_safe
@login_not_required
def search(request: PortalRequest) -> HttpResponse:
    """What the reader may read that holds the words of `?q=`, in the plan that `?plan=` names."""
    plans = plans_to_search(request.capacity)
    form = SearchForm(request.GET if "q" in request.GET else None, plans=plans)
    groups = None
    if form.is_valid():
        groups = search_groups(
            form.cleaned_data["q"], request.capacity, plans=plans, plan=form.chosen
        )
    elif not form.is_bound:
        form.initial["plan"] = request.GET.get("plan", "")
    context = {
        "form": form,
        "groups": groups,
        "plan": form.plans.get(request.GET.get("plan", "")),
    }
    return render(request, "consultations/search.html", context)
