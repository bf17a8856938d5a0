"""Addresses of the app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from consultations.views import (
    aligning,
    answering,
    commenting,
    consulting,
    desk,
    exports,
    inside,
    points,
    reading,
    reflections,
    registering,
    registrations,
    revising,
    searching,
    sharing,
    submitting,
    synthesis,
    typing,
)

app_name = "consultations"
presidency: list[URLPattern | URLResolver] = [
    path("desk/", desk.desk, name="desk"),
    path("comments/<int:pk>/reflect/", desk.comment_reflect, name="comment_reflect"),
    path("reflections/share/", reflections.reflections_share, name="reflections_share"),
    path("delegation/reflections/", reflections.reflections_read, name="reflections_read"),
    path(
        "delegation/reflections.<slug:extension>",
        reflections.reflections_file,
        name="reflections_file",
    ),
    path("comments/<uuid:key>/remark/", reflections.comment_remark, name="comment_remark"),
    path("synthesis/", synthesis.synthesis, name="synthesis"),
    path("synthesis/issue/", synthesis.synthesis_issue, name="synthesis_issue"),
    path("synthesis/points/create/", points.point_create, name="point_create"),
    path("synthesis/points/<int:pk>/revise/", points.point_revise, name="point_revise"),
    path("synthesis/points/<int:pk>/move/", points.point_move, name="point_move"),
    path("synthesis/points/<int:pk>/strike/", points.point_strike, name="point_strike"),
    path("synthesis/<int:edition>/", synthesis.synthesis_read, name="synthesis_read"),
    path("synthesis/<int:edition>/adopt/", synthesis.synthesis_adopt, name="synthesis_adopt"),
    path("exports/", exports.exports, name="exports"),
    path(
        "exports/synthesis-<int:edition>.<slug:extension>",
        exports.synthesis_file,
        name="synthesis_file",
    ),
    path("exports/points.<slug:extension>", exports.points_file, name="points_file"),
]

delegation: list[URLPattern | URLResolver] = [
    path("", consulting.consultation_read, name="consultation_read"),
    path("deadline.ics", consulting.deadline_file, name="deadline_file"),
    path(
        "instants/revise/",
        consulting.consultation_revise_instants,
        name="consultation_revise_instants",
    ),
    path(
        "readers/revise/",
        consulting.consultation_revise_readers,
        name="consultation_revise_readers",
    ),
    path(
        "letters/revise/",
        consulting.consultation_revise_letters,
        name="consultation_revise_letters",
    ),
    path("extensions/", consulting.extension_grant, name="extension_grant"),
    path("contributions/", sharing.contributions, name="contributions"),
    path("comments/<uuid:key>/align/", aligning.comment_align, name="comment_align"),
    path("submissions/<int:pk>/align/", aligning.submission_align, name="submission_align"),
    path("aligned/<int:pk>/", aligning.association_review, name="association_review"),
    path("aligned/<int:pk>/end/", aligning.association_end, name="association_end"),
    path("aligned/<int:pk>/line/", aligning.association_line, name="association_line"),
    path(
        "delegation/submissions/<int:submission>/readers/",
        sharing.submission_revise_readers,
        name="submission_revise_readers",
    ),
    path("comment/", commenting.comment_on_draft, name="comment_on_draft"),
    path("units/<slug:uid>/comment/", commenting.comment_create, name="comment_create"),
    path("units/<slug:uid>/redline/", commenting.redline_preview, name="redline_preview"),
    path("comments/<uuid:key>/", commenting.comment_read, name="comment_read"),
    path("comments/<uuid:key>/file/", commenting.comment_file, name="comment_file"),
    path("comments/<uuid:key>/revise/", commenting.comment_revise, name="comment_revise"),
    path("comments/<uuid:key>/ready/", commenting.comment_ready, name="comment_ready"),
    path("comments/<uuid:key>/take-back/", commenting.comment_take_back, name="comment_take_back"),
    path("comments/<uuid:key>/discard/", commenting.comment_discard, name="comment_discard"),
    path("comments/<uuid:key>/replace/", commenting.comment_replace, name="comment_replace"),
    path("comments/<uuid:key>/withdraw/", submitting.comment_withdraw, name="comment_withdraw"),
    path("questions/<slug:uid>/", answering.answer_write, name="answer_write"),
    path("questions/<slug:uid>/ready/", answering.answer_ready, name="answer_ready"),
    path("questions/<slug:uid>/take-back/", answering.answer_take_back, name="answer_take_back"),
    path("questions/<slug:uid>/discard/", answering.answer_discard, name="answer_discard"),
    path("questions/<slug:uid>/withdraw/", submitting.answer_withdraw, name="answer_withdraw"),
    path("delegation/", submitting.workspace, name="workspace"),
    path("delegation/notes/write/", inside.note_write, name="note_write"),
    path("delegation/notes/<int:note>/delete/", inside.note_delete, name="note_delete"),
    path("delegation/clearing/", inside.clearing_set, name="clearing_set"),
    path(
        "delegation/<slug:what>/<slug:key>/note/",
        inside.contribution_note,
        name="contribution_note",
    ),
    path(
        "delegation/<slug:what>/<slug:key>/return/",
        inside.contribution_return,
        name="contribution_return",
    ),
    path(
        "delegation/<slug:what>/<slug:key>/clear/",
        inside.contribution_clear,
        name="contribution_clear",
    ),
    path("delegation/no-comments/", submitting.no_comments_create, name="no_comments_create"),
    path("delegation/submit/", submitting.submission_create, name="submission_create"),
    path(
        "delegation/submissions/<int:submission>/",
        submitting.submission_read,
        name="submission_read",
    ),
    path(
        "delegation/submissions/<int:submission>/receipt.<slug:extension>",
        submitting.receipt_file,
        name="receipt_file",
    ),
]

other_channels: list[URLPattern | URLResolver] = [
    path("", registrations.registration_list, name="registration_list"),
    path("begin/", registering.registration_begin, name="registration_begin"),
    path("<uuid:key>/", registering.registration_prepare, name="registration_prepare"),
    path("<uuid:key>/cut/", registering.registration_cut, name="registration_cut"),
    path("<uuid:key>/confirm/", registering.registration_confirm, name="registration_confirm"),
    path("<uuid:key>/discard/", registering.registration_discard, name="registration_discard"),
    path("<int:pk>/", registrations.registration_read, name="registration_read"),
    path("originals/<int:pk>/", registrations.original_file, name="original_file"),
    path(
        "comments/<int:pk>/withdraw/",
        registrations.registered_withdraw,
        name="registered_withdraw",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", reading.home, name="home"),
    path("typed/", typing.typed_keep, name="typed_keep"),
    path("typed/forget/", typing.typed_forget, name="typed_forget"),
    path("search/", searching.search, name="search"),
    path("plans/<slug:plan>/", reading.plan_read, name="plan_read"),
    path("plans/<slug:plan>/sections/<slug:uid>/", reading.section_read, name="section_read"),
    path("plans/<slug:plan>/elements/<slug:uid>/", reading.element_read, name="element_read"),
    path("plans/<slug:plan>/drafts/<int:number>/", reading.draft_read, name="draft_read"),
    path(
        "plans/<slug:plan>/drafts/<int:number>/compare/<int:other>/",
        reading.draft_compare,
        name="draft_compare",
    ),
    path(
        "plans/<slug:plan>/elements/<slug:uid>/revise/",
        revising.element_revise,
        name="element_revise",
    ),
    path("plans/<slug:plan>/drafts/issue/", revising.draft_issue, name="draft_issue"),
    path(
        "plans/<slug:plan>/consultations/create/",
        consulting.consultation_create,
        name="consultation_create",
    ),
    path("plans/<slug:plan>/consultations/<int:number>/", include(delegation)),
    path("plans/<slug:plan>/consultations/<int:number>/", include(presidency)),
    path("plans/<slug:plan>/consultations/<int:number>/registrations/", include(other_channels)),
]
