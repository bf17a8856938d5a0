"""
Who gets what at every address: the policy of the portal as one table, complete by construction.

Each row has the answer to a GET and to a POST without any field, for each role in the order of
`ROLES`. Member and focal point belong to delegation A, of whose things the addresses speak; "other"
is the focal point of delegation B. 302 is a way to the sign-in page, or after a deed done; 404 is
what one may not know of; 403 what one may not do; 405 a method the page does not have.
"""

import re
from collections import Counter

import pytest
from django.contrib import admin
from django.db import connection, transaction
from django.test import Client

from tests.builders.people import sign_in
from tests.world import ROLES, make_world, pages

pytestmark = pytest.mark.django_db

# fmt: off
#                          public member focal_point other presidency isu
ACCESS = {
    "consultations": {
        "adoption_undo": ("302 403 403 403 403 403", "302 403 403 403 403 403"),
        "answer_discard": ("302 200 200 404 404 404", "302 302 302 404 404 404"),
        "answer_ready": ("302 405 405 405 405 405", "302 302 302 404 404 404"),
        "answer_take_back": ("302 405 405 405 405 405", "302 302 302 404 404 404"),
        "answer_withdraw": ("302 403 200 404 404 404", "302 403 200 404 404 404"),
        "answer_write": ("302 200 200 200 403 403", "302 200 200 200 403 403"),
        "bundle_create": ("302 405 405 405 405 405", "302 403 403 403 200 200"),
        "bundle_rename": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "bundle_take_out": ("302 405 405 405 405 405", "302 403 403 403 404 404"),
        "bundles": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "clearing_set": ("302 405 405 405 405 405", "302 403 302 302 403 403"),
        "association_end": ("302 403 200 404 404 404", "302 403 302 404 404 404"),
        "association_line": ("302 403 200 404 404 404", "302 403 200 404 404 404"),
        "association_review": ("302 403 200 404 404 404", "302 403 409 404 404 404"),
        "comment_align": ("302 403 200 200 403 403", "302 403 409 409 403 403"),
        "comment_create": ("302 200 200 200 403 403", "302 200 200 200 403 403"),
        "comment_discard": ("302 200 200 404 404 404", "302 302 302 404 404 404"),
        "comment_file": ("404 200 200 404 404 404", "405 405 405 405 405 405"),
        "comment_on_draft": ("302 200 200 200 403 403", "302 200 200 200 403 403"),
        "comment_give": ("302 405 405 405 405 405", "302 403 403 403 409 409"),
        "comment_marks": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "comment_read": ("302 200 200 404 404 404", "302 405 405 405 405 405"),
        "comment_ready": ("302 405 405 405 405 405", "302 302 302 404 404 404"),
        "comment_reflect": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "comment_remark": ("302 403 200 404 404 404", "302 200 200 404 404 404"),
        "comment_replace": ("302 200 200 404 404 404", "302 200 200 404 404 404"),
        "comment_revise": ("302 200 200 404 404 404", "302 200 200 404 404 404"),
        "comment_take_back": ("302 405 405 405 405 405", "302 302 302 404 404 404"),
        "comment_theme": ("302 405 405 405 405 405", "302 403 403 403 409 409"),
        "comment_withdraw": ("302 403 200 404 404 404", "302 403 200 404 404 404"),
        "comments_alike": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "comments_sort": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "comments_reflect": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "consultation_close": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "consultation_create": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "consultation_read": ("302 200 200 200 200 200", "302 405 405 405 405 405"),
        "consultation_revise_instants": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "consultation_revise_guidance": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "consultation_revise_readers": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "contributions": ("404 200 200 200 302 302", "405 405 405 405 405 405"),
        "deadline_file": ("302 200 200 200 200 200", "302 405 405 405 405 405"),
        "contribution_clear": ("302 405 405 405 405 405", "302 403 302 404 404 404"),
        "contribution_note": ("302 200 200 404 404 404", "302 200 200 404 404 404"),
        "contribution_return": ("302 403 200 404 404 404", "302 200 200 404 404 404"),
        "declaration_revise": ("302 200 200 200 403 403", "302 403 200 200 403 403"),
        "desk": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "desk_mark": ("302 405 405 405 405 405", "302 403 403 403 404 404"),
        "desk_note_strike": ("302 403 403 403 200 200", "302 403 403 403 302 302"),
        "desk_note_write": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "draft_adopt": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "draft_compare": ("404 200 200 200 200 200", "405 405 405 405 405 405"),
        "draft_issue": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "draft_read": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "draft_reissue": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "draft_withdraw": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "element_proposals": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "element_read": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "element_revise": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "exports": ("302 200 200 200 200 200", "302 405 405 405 405 405"),
        "extension_grant": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "figures": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "figures_delegations": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "figures_delegations_file": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "figures_file": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "guidance": ("302 302 302 302 302 302", "405 405 405 405 405 405"),
        "guidance_read": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "home": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "no_comments_create": ("302 403 200 200 403 403", "302 403 200 302 403 403"),
        "note_delete": ("302 200 200 404 404 404", "302 302 302 404 404 404"),
        "note_write": ("302 200 200 200 403 403", "302 200 200 200 403 403"),
        "original_file": ("302 200 200 404 200 200", "302 405 405 405 405 405"),
        "participation": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "participation_file": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "plan_read": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "left_out": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "record_changes": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "answers_tally": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "phrase_create": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "phrase_list": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "phrase_revise": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "point_create": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "point_move": ("302 405 405 405 405 405", "302 403 403 403 404 403"),
        "point_revise": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "point_strike": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "points_file": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "presence_note": ("302 405 405 405 405 405", "302 403 403 403 200 403"),
        "receipt_file": ("302 200 200 404 403 403", "302 405 405 405 405 405"),
        "privacy": ("302 302 302 302 302 302", "405 405 405 405 405 405"),
        "privacy_read": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "redline_preview": ("302 405 405 405 405 405", "302 200 200 200 200 200"),
        "reflections_file": ("302 200 200 200 404 404", "302 405 405 405 405 405"),
        "reflections_read": ("302 200 200 200 404 404", "302 405 405 405 405 405"),
        "reflections_share": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "registered_withdraw": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "registration_begin": ("302 405 405 405 405 405", "302 403 403 403 302 302"),
        "registration_confirm": ("302 403 403 403 404 200", "302 403 403 403 404 200"),
        "registration_cut": ("302 403 403 403 404 200", "302 403 403 403 404 200"),
        "registration_discard": ("302 403 403 403 404 200", "302 403 403 403 404 302"),
        "registration_list": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "registration_prepare": ("302 403 403 403 404 200", "302 403 403 403 404 200"),
        "registration_read": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "reply_discard": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "reply_list": ("302 403 403 403 200 403", "302 405 405 405 405 405"),
        "reply_remark": ("302 403 200 404 404 404", "302 200 200 404 404 404"),
        "reply_write": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "search": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "reminder_create": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "section_print": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "section_read": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "submission_align": ("302 403 200 200 403 403", "302 403 409 409 403 403"),
        "submission_create": ("302 403 200 200 403 403", "302 403 409 200 403 403"),
        "submission_read": ("302 200 200 404 403 403", "302 405 405 405 405 405"),
        "submission_revise_readers": ("302 403 200 404 404 404", "302 403 200 404 404 404"),
        "synthesis": ("302 302 302 302 200 200", "302 405 405 405 405 405"),
        "synthesis_adopt": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "synthesis_file": ("302 200 200 200 200 200", "302 405 405 405 405 405"),
        "synthesis_issue": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "synthesis_read": ("302 200 200 200 200 200", "302 405 405 405 405 405"),
        "typed_forget": ("302 405 405 405 405 405", "302 404 404 404 404 404"),
        "theme_rename": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "theme_retire": ("302 405 405 405 405 405", "302 403 403 403 302 302"),
        "themes": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "translation_write": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "typed_keep": ("405 405 405 405 405 405", "400 400 400 400 400 400"),
        "workspace": ("302 200 200 200 403 403", "302 405 405 405 405 405"),
    },
    "delegations": {
        "capacity_choose": ("302 200 200 200 200 200", "302 302 302 302 302 302"),
        "capacity_secure": ("302 200 200 200 200 200", "302 405 405 405 405 405"),
        "delegation_create": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "delegation_import": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "delegation_list": ("302 403 403 403 200 200", "302 405 405 405 405 405"),
        "delegation_merge": ("302 403 403 404 403 200", "302 403 403 404 403 200"),
        "delegation_read": ("302 200 200 404 200 200", "302 405 405 405 405 405"),
        "delegation_revise": ("302 403 403 404 403 200", "302 403 403 404 403 200"),
        "demonstration_enter": ("404 404 404 404 404 404", "404 404 404 404 404 404"),
        "focal_point_replace": ("302 403 200 404 403 200", "302 403 200 404 403 200"),
        "invitation_create": ("302 403 200 404 403 200", "302 403 200 404 403 200"),
        "invitation_list": ("302 403 403 403 403 200", "302 405 405 405 405 405"),
        "invitation_open": ("200 200 200 200 200 200", "200 200 200 200 200 200"),
        "invitation_return": ("302 404 403 404 404 200", "302 404 403 404 404 200"),
        "invitation_revoke": ("302 404 200 404 404 200", "302 404 200 404 404 200"),
        "invitations_resend": ("302 403 403 403 403 302", "302 403 403 403 403 200"),
        "invitations_send": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "membership_change_role": ("302 403 200 404 404 200", "302 403 200 404 404 200"),
        "membership_end": ("302 403 200 404 404 200", "302 403 200 404 404 200"),
        "person_change_address": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "person_deactivate": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "person_erase": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "person_list": ("302 403 403 403 403 200", "302 405 405 405 405 405"),
        "person_reactivate": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "person_read": ("302 403 403 403 403 200", "302 405 405 405 405 405"),
        "preferences_revise": ("302 200 200 200 200 200", "302 200 200 200 200 200"),
        "staff_appoint": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "staff_dismiss": ("302 403 403 403 403 200", "302 403 403 403 403 200"),
        "standing_record": ("302 403 403 404 403 200", "302 403 403 404 403 200"),
    },
    "sections": {
        "card_revise": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "circulation_widen": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "draft_file": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "draft_list": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "element_add": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "element_delete": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "element_merge": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "element_move": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "element_restore": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "element_split": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "import_undo": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "plan_import": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "plan_revise": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "plan_revise_limit": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "plan_update": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "question_reshape": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
        "section_hold": ("302 405 405 405 405 405", "302 403 403 403 302 403"),
        "section_release": ("302 405 405 405 405 405", "302 403 403 403 302 403"),
        "section_relabel": ("302 403 403 403 200 403", "302 403 403 403 200 403"),
    },
    # The accounts package's, open to the person concerned in any capacity; and two more.
    "": {
        "account_change_password": ("302 302 302 302 302 302", "302 302 302 302 302 302"),
        "account_confirm_login_code": ("302 302 302 302 302 302", "302 302 302 302 302 302"),
        "account_email": ("302 200 200 200 200 200", "302 302 302 302 302 302"),
        "account_email_verification_sent": ("302 302 302 302 302 302", "302 302 302 302 302 302"),
        "account_inactive": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "account_login": ("200 302 302 302 302 302", "200 302 302 302 302 302"),
        "account_logout": ("302 200 200 200 200 200", "302 302 302 302 302 302"),
        "account_reauthenticate": ("302 403 403 403 302 302", "302 403 403 403 302 302"),
        "account_request_login_code": ("200 302 302 302 302 302", "200 302 302 302 302 302"),
        "account_reset_password": ("200 200 200 200 200 200", "200 200 200 200 200 200"),
        "account_reset_password_done": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "account_reset_password_from_key": ("200 200 200 200 200 200", "200 200 200 200 200 200"),
        "account_reset_password_from_key_done": (
            "200 200 200 200 200 200",
            "405 405 405 405 405 405",
        ),
        "account_set_password": ("302 200 200 200 200 200", "302 200 200 200 200 200"),
        "account_signup": ("200 302 302 302 302 302", "200 302 302 302 302 302"),
        "healthz": ("200 200 200 200 200 200", "405 405 405 405 405 405"),
        "mfa_activate_totp": ("302 200 200 200 302 302", "302 200 200 200 302 302"),
        "mfa_add_webauthn": ("302 200 200 200 302 302", "302 200 200 200 302 302"),
        "mfa_authenticate": ("302 302 302 302 302 302", "302 302 302 302 302 302"),
        "mfa_deactivate_totp": ("302 404 404 404 302 302", "302 404 404 404 302 302"),
        "mfa_download_recovery_codes": ("302 404 404 404 404 404", "302 404 404 404 404 404"),
        "mfa_edit_webauthn": ("302 404 404 404 302 302", "302 404 404 404 302 302"),
        "mfa_generate_recovery_codes": ("302 200 200 200 302 302", "302 200 200 200 302 302"),
        "mfa_index": ("302 200 200 200 200 200", "302 405 405 405 405 405"),
        "mfa_list_webauthn": ("302 200 200 200 200 200", "302 405 405 405 405 405"),
        "mfa_login_webauthn": ("302 302 302 302 302 302", "302 302 302 302 302 302"),
        "mfa_reauthenticate": ("302 403 403 403 200 200", "302 403 403 403 200 200"),
        "mfa_reauthenticate_webauthn": ("302 403 403 403 302 302", "302 403 403 403 302 302"),
        "mfa_remove_webauthn": ("302 404 404 404 302 302", "302 404 404 404 302 302"),
        "mfa_view_recovery_codes": ("302 404 404 404 404 404", "302 405 405 405 405 405"),
        "set_language": ("302 302 302 302 302 302", "302 302 302 302 302 302"),
    },
}
# fmt: on
TABLE = {
    f"{app}:{name}".removeprefix(":"): tuple(codes.split() for codes in row)
    for app, rows in ACCESS.items()
    for name, row in rows.items()
}
PAGES = [(name, pattern) for name, pattern in pages() if not pattern.startswith("admin/")]
UNSEEN = ("consultations", "sections", "simple_history", "mfa", "sessions", "auth")


def ask(world, role, name, pattern, method):
    """Send one request and undo whatever it did."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if world.actors[role] is not None:
            sign_in(client, world.actors[role])
        guard = (
            connection.execute_wrapper(refuse_to_write) if method == "get" else transaction.atomic()
        )
        with guard:
            response = getattr(client, method)(world.address(name, pattern))
        transaction.set_rollback(True)
    assert_forms_can_be_sent(response)
    return str(response.status_code)


def assert_forms_can_be_sent(response):
    """A form that posts without the token is refused; the test client alone would not say so."""
    if response.streaming or "html" not in response["Content-Type"]:
        return
    page = response.content.decode()
    forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL | re.IGNORECASE)
    assert all("csrfmiddlewaretoken" in form for form in forms), f"{response.request['PATH_INFO']}"


def refuse_to_write(execute, sql, params, many, context):
    """Let a GET read, and keep its session; nothing else."""
    verb = sql.lstrip("( ").split(maxsplit=1)[0].upper()
    harmless = verb in {"SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK"} or "django_session" in sql
    assert harmless, f"A GET writes: {sql}"
    return execute(sql, params, many, context)


def test_the_table_names_every_address_once():
    assert Counter(name for name, _pattern in PAGES) == Counter(TABLE.keys())


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_what_the_table_says(role, method):
    world = make_world()
    place = ROLES.index(role)

    answers = {name: ask(world, role, name, pattern, method) for name, pattern in PAGES}

    expected = {name: TABLE[name][method == "post"][place] for name in TABLE}
    differing = {
        name: (answers[name], expected[name]) for name in TABLE if answers[name] != expected[name]
    }
    assert not differing, "(got, expected)"


@pytest.mark.parametrize("role", ROLES)
def test_the_administration_is_closed_to_every_role(role):
    world = make_world()
    inside = [(name, pattern) for name, pattern in pages() if pattern.startswith("admin/")]

    answers = {ask(world, role, name, pattern, "get") for name, pattern in inside}

    assert answers <= {"302", "403"}


def test_the_administration_shows_nothing_that_was_said_or_drafted():
    labels = {model._meta.app_label for model in admin.site._registry}

    assert labels.isdisjoint(UNSEEN)
    assert not [model for model in admin.site._registry if model.__name__.startswith("Historical")]
