"""Files that the browser saves rather than shows."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from documents.writing.formats import PAPERS, Format, Written
from documents.writing.paper import Paper


def paper_file(paper: Paper, *, name: str, extension: str) -> HttpResponse:
    """Return the paper as an attachment; Http404 where papers are not written in that format."""
    return written_file(paper, PAPERS, name=name, extension=extension)


def written_file(
    content: Written, formats: Mapping[str, Format[Written]], *, name: str, extension: str
) -> HttpResponse:
    """Return what is written in one of the formats, as an attachment; Http404 in any other."""
    if extension not in formats:
        raise Http404
    form = formats[extension]
    return attachment(
        f"{name}.{extension}", content_type=form.content_type, content=form.write(content)
    )


def attachment(name: str, *, content_type: str, content: bytes) -> HttpResponse:
    """Return a file as an attachment, whatever it holds: no browser opens it here."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment"}
    return HttpResponse(content, content_type=content_type, headers=headers)
