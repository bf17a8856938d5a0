"""A paper as a file that the browser saves rather than shows."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from documents.writing.formats import FORMATS
from documents.writing.paper import Paper


def paper_file(paper: Paper, *, name: str, extension: str) -> HttpResponse:
    """Return the paper as an attachment; Http404 where papers are not written in that format."""
    if extension not in FORMATS:
        raise Http404
    form = FORMATS[extension]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{extension}"'}
    return HttpResponse(form.write(paper), content_type=form.content_type, headers=headers)
