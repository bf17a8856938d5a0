"""Files that the browser saves rather than shows."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from documents.writing.formats import FORMATS
from documents.writing.paper import Paper


def paper_file(paper: Paper, *, name: str, extension: str) -> HttpResponse:
    """Return the paper as an attachment; Http404 where papers are not written in that format."""
    if extension not in FORMATS:
        raise Http404
    form = FORMATS[extension]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{extension}"'}
    return HttpResponse(form.write(paper), content_type=form.content_type, headers=headers)


def kept_file(name: str, *, content_type: str, content: bytes) -> HttpResponse:
    """Return a file that was sent to the portal, as an attachment: no browser opens it here."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(content, content_type=content_type, headers=headers)
