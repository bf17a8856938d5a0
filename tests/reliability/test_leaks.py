"""
A marked secret of one delegation, and everything else of the portal that anybody else can read.

The delegation "Here" of tests/world.py writes the secret wherever it can: in what it prepares, in
its notes, in what is being typed, and in a submission that only the two offices read. Then every
other role fetches every address, searches, exports and reads its mail.
"""

import io
import itertools
import logging
import re
import zipfile
from html import unescape
from uuid import uuid4

import pytest
from django.contrib import admin
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from pypdf import PdfReader

from consultations.management.commands.export import KINDS
from consultations.models import Comment, Consultation, Original, Submission
from consultations.openings import Opening
from consultations.operations.assigning import give_comments
from consultations.operations.bundling import make_bundle
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import replace_comment, withdraw
from consultations.operations.desk_notes import write_desk_note
from consultations.operations.dispatching import Particulars
from consultations.operations.files import FileChange, checked_file
from consultations.operations.inside import return_with_note, write_note
from consultations.operations.phrasing import add_phrase
from consultations.operations.registering import Piece, register_contribution
from consultations.operations.replying import send_replies, write_reply
from consultations.operations.submitting import submit
from consultations.operations.synthesizing import write_point
from consultations.operations.theming import make_theme, put_on
from consultations.operations.translating import translate_comment
from consultations.operations.typing import keep_typed
from delegations.models import Delegation, User
from delegations.operations import end_membership
from documents.files import File
from documents.writing.formats import LISTS, PAPERS
from lap_portal import clock
from tests.builders.mail import tell_waiting
from tests.builders.people import make_isu, make_member, sign_in
from tests.builders.talk import make_answer, make_comment
from tests.world import HOLDER, make_world, pages

pytestmark = pytest.mark.django_db

FOUND_BY = "zephyrine"
# What never leaves the delegation, and what the two offices alone may read once it was submitted.
INSIDE = f"{FOUND_BY} quokkadrift"
SUBMITTED = f"{FOUND_BY} wombatglow"
# What the two offices keep beside what was submitted, and what they make of it.
DESK = f"{FOUND_BY} numbatglade"
QUERIES = (
    "",
    f"?q={FOUND_BY}",
    "?show=commented",
    "?show=answers",
    "?show=unanswered",
    "?place=missing_after",
    "?draft=1",
    "?draft=2",
)


def submit_secrets(consultation, focal):
    """What is submitted for the offices alone: standing, replaced and withdrawn."""
    said = [make_comment(consultation, focal, "I-A1", text=f"{SUBMITTED} {n}") for n in range(3)]
    said.append(make_comment(consultation, focal, "II.a-A1", proposal=f"{SUBMITTED}, proposed"))
    for each in said:
        mark_ready(each, actor=focal)
    submit(
        consultation,
        actor=focal,
        received_at=clock.now(),
        particulars=Particulars(cover_letter=f"{SUBMITTED} in the letter", on_behalf_of=SUBMITTED),
    )
    for each in said:
        each.refresh_from_db()
    withdraw(said[0], actor=focal, reason=f"{SUBMITTED}, withdrawn")
    newer = replace_comment(
        said[1],
        actor=focal,
        form_key=Comment().form_key,
        text=f"{SUBMITTED} again",
        reason_for_change=f"{SUBMITTED}, because",
    )
    mark_ready(newer, actor=focal)
    submit(consultation, actor=focal, received_at=clock.now())


def reply_secrets(consultation, presidency, delegation):
    """A reply that was sent to the delegation, and another in preparation."""
    reply = write_reply(consultation, delegation, actor=presidency, text=f"{SUBMITTED}, replied")
    send_replies(consultation, actor=presidency, replies={reply.pk: reply.version})
    write_reply(consultation, delegation, actor=presidency, text=f"{SUBMITTED}, to be replied")


def register_secrets(consultation, isu, delegation):
    """What an office registered: its original, a comment, a passage without a place."""
    register_contribution(
        consultation,
        actor=isu,
        form_key=uuid4(),
        delegation=delegation,
        channel="email",
        received_at=clock.now(),
        sender=f"{SUBMITTED}@mission.example".replace(" ", "."),
        originals=[File("letter.txt", "text/plain", SUBMITTED.encode())],
        pieces=[Piece(None, "draft", text=f"{SUBMITTED}, written")],
        unplaced=f"{SUBMITTED}, without a place",
    )


def keep_secrets(consultation, presidency, delegation):
    """What staff keep beside what stands: theme, person, note, translation, bundle."""
    said = list(consultation.comments.standing().filter(delegation=delegation).exclude(text=""))
    loose = [each for each in said if not hasattr(each, "bundled")]
    theme = make_theme(consultation.plan, actor=presidency, name=DESK)
    put_on(theme, said, actor=presidency)
    give_comments(dict.fromkeys(said), actor=presidency, person=presidency.person)
    make_bundle(consultation, loose, actor=presidency, name=DESK)
    for each in said:
        write_desk_note(each, actor=presidency, text=DESK)
        translate_comment(each, actor=presidency, language="fr", text=DESK)


def prepare_secrets(consultation, focal, member):
    """What is in preparation, ready, and on its way to replace something."""
    make_comment(
        consultation, member, "I-A2", text=INSIDE, proposal=f"{INSIDE}, proposed", reason=INSIDE
    )
    mark_ready(make_comment(consultation, focal, None, text=INSIDE), actor=focal)
    make_comment(consultation, focal, "II.a", text=INSIDE, place="missing_after", proposal=INSIDE)
    answer = make_answer(consultation, member, "II.a-Q1", choice="no", text=INSIDE)
    statement = make_comment(
        consultation,
        member,
        None,
        text="",
        file=FileChange(checked_file(f"{INSIDE}.txt", INSIDE.encode())),
    )
    for about in (None, answer, statement):
        write_note(consultation, actor=member, about=about, text=f"{INSIDE}, among us")
    mark_ready(statement, actor=member)
    return_with_note(statement, actor=focal, text=f"{INSIDE}, returned")
    here = consultation.get_absolute_url()
    action = consultation.draft.units.get(reference="I-A1")
    for path in (f"{here}units/{action.uid}/comment/", f"{here}comment/"):
        keep_typed(Opening(member.person.pk, member.key, path, "one"), {"text": [INSIDE]})
    standing = consultation.comments.standing().filter(delegation=focal.delegation).last()
    replace_comment(
        standing,
        actor=focal,
        form_key=Comment().form_key,
        text=f"{INSIDE} instead",
        reason_for_change=INSIDE,
    )


def synthesize_secrets(consultation, presidency):
    """A phrase with its reason, and a point that no edition states, on an answer too."""
    rule = {"words": DESK, "order": 5, "counts": "view", "opposition": "any", "groups": "once"}
    phrase = add_phrase(consultation.plan, actor=presidency, reason=DESK, rule=rule)
    write_point(
        consultation,
        actor=presidency,
        section=None,
        text=DESK,
        phrase=phrase.code,
        sources=dict.fromkeys(consultation.comments.standing()),
        answers=consultation.answers.standing(),
    )


@pytest.fixture
def scene(caplog):
    """The world with the secrets in it, and those who must not read them."""
    caplog.set_level(logging.DEBUG)
    world = make_world()
    consultation = Consultation.objects.get(number=2)
    # Were the rule of the consultation all that counts, everybody would read everything.
    consultation.readers = "public"
    consultation.save()
    focal, member = world.actors["focal_point"], world.actors["member"]
    former = make_member(focal.delegation, "member", actor=make_isu())
    submit_secrets(consultation, focal)
    reply_secrets(consultation, world.actors["presidency"], focal.delegation)
    register_secrets(consultation, world.actors["isu"], focal.delegation)
    keep_secrets(consultation, world.actors["presidency"], focal.delegation)
    prepare_secrets(consultation, focal, member)
    synthesize_secrets(consultation, world.actors["presidency"])
    end_membership(former.person.memberships.get(), actor=make_isu(), reason="Has left")
    tell_waiting()
    readers = {role: world.actors[role] for role in FORBIDDEN}
    administrator = User.objects.create_superuser("administrator@portal.example", name="Admin")
    return world, readers, {"former": former.person, "administrator": administrator}


def addresses(world):
    """Every address of the portal that can be filled in, in every way the world has words for."""
    for name, pattern in pages():
        address = world.address(name, pattern)
        if "<" in address or "logout" in address:
            continue
        queries = ("",) if address.startswith(("/accounts/", "/admin/")) else QUERIES
        for number in (1, 2):
            here = re.sub(r"consultations/\d+/", f"consultations/{number}/", address)
            yield from (here + query for query in queries)
    own = Delegation.objects.get(name="Here")
    for comment in Comment.objects.filter(delegation=own):
        for act in ("", "file/", "revise/", "discard/", "replace/", "withdraw/", "align/"):
            yield f"/plans/plan/consultations/2/comments/{comment.form_key}/{act}"
        yield f"/plans/plan/consultations/2/comments/{comment.pk}/reflect/"
    for number in range(1, 5):
        path = f"/plans/plan/consultations/2/delegation/submissions/{number}/"
        yield from (path, f"{path}?entry={own.pk}")
    for submission in Submission.objects.filter(delegation=own):
        yield f"/plans/plan/consultations/2/registered/{submission.pk}/"
    for original in Original.objects.all():
        yield f"/plans/plan/consultations/2/originals/{original.pk}/"
    for unit in Consultation.objects.get(number=2).draft.units.all():
        yield f"/plans/plan/elements/{unit.uid}/"
    yield from administration()


def administration():
    for model in admin.site._registry:
        root = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield from (root, f"{root}?q={FOUND_BY}")
        for row in model.objects.all()[:50]:
            yield from (f"{root}{row.pk}/change/", f"{root}{row.pk}/history/")


def read(response):
    """Everything in an answer that could be read: its head, page, file, and the file's metadata."""
    yield str(response.headers)
    yield from read_file(b"".join(response) if response.streaming else response.content)


def read_file(content):
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from (archive.read(name).decode(errors="replace") for name in archive.namelist())
    elif content.startswith(b"%PDF"):
        document = PdfReader(io.BytesIO(content))
        yield " ".join(page.extract_text() for page in document.pages)
        yield str(document.metadata)
    else:
        yield unescape(content.decode(errors="replace"))


def leaks(client, world, marks):
    """The addresses at which a client reads one of the marks."""
    for address in sorted(set(addresses(world))):
        with transaction.atomic():
            response = client.get(address)
            transaction.set_rollback(True)
        found = [mark for words, mark in itertools.product(read(response), marks) if mark in words]
        if found:
            yield address, set(found)


FORBIDDEN = {
    "public": ("quokkadrift", "wombatglow", "numbatglade"),
    "other": ("quokkadrift", "wombatglow", "numbatglade"),
    "focal_point": ("numbatglade",),
    "presidency": ("quokkadrift",),
    "isu": ("quokkadrift",),
}


@pytest.mark.parametrize("role", FORBIDDEN)
def test_no_other_role_reads_the_secret_at_any_address(scene, role):
    world, readers, _others = scene
    client = Client(raise_request_exception=False)
    if readers[role] is not None:
        sign_in(client, readers[role])

    assert not list(leaks(client, world, FORBIDDEN[role]))


@pytest.mark.parametrize("role", ["public", "focal_point", "presidency"])
def test_staff_alone_learn_who_holds_a_text(role):
    world = make_world()
    client = Client(raise_request_exception=False)
    if world.actors[role] is not None:
        sign_in(client, world.actors[role])
    text = {pattern: name for name, pattern in pages() if "plans/<slug:plan>/" in pattern}

    told = [
        name
        for pattern, name in text.items()
        if any(HOLDER in words for words in read(client.get(world.address(name, pattern))))
    ]

    assert bool(told) is (role == "presidency")


@pytest.mark.parametrize("who", ["former", "administrator"])
def test_nobody_who_has_left_or_keeps_the_server_reads_it_at_any_address(scene, who):
    world, _readers, others = scene
    client = Client(raise_request_exception=False)
    client.force_login(others[who])
    session = client.session
    session["second_step"] = True
    session.save()

    assert not list(leaks(client, world, ("quokkadrift", "wombatglow", "numbatglade")))


def test_those_who_may_read_it_do_or_the_test_would_prove_nothing(scene):
    world, readers, _others = scene
    member, presidency = Client(), Client()
    sign_in(member, world.actors["member"])
    sign_in(presidency, readers["presidency"])

    marks = ["quokkadrift", "numbatglade"]
    inside = {mark for _address, found in leaks(member, world, marks) for mark in found}
    told = dict(leaks(presidency, world, ["wombatglow", "numbatglade"]))

    assert inside == {"quokkadrift"}
    assert "numbatglade" in told["/plans/plan/phrases/"]
    assert "numbatglade" in told["/plans/plan/consultations/2/synthesis/"]
    assert told["/plans/plan/consultations/2/desk/"] == {"wombatglow", "numbatglade"}
    assert "numbatglade" in told["/plans/plan/consultations/2/desk/bundles/"]


def test_no_mail_to_anybody_else_holds_it(scene):
    own = set(
        User.objects.filter(memberships__delegation__name="Here").values_list("email", flat=True)
    )

    for message in mail.outbox:
        words = str(message.message())
        assert "numbatglade" not in words
        if not set(message.recipients()) <= own:
            assert "quokkadrift" not in words
            assert "wombatglow" not in words


def test_no_log_holds_it(scene, caplog):
    world, readers, _others = scene
    client = sign_in(Client(), readers["isu"])
    client.get(f"/search/?q={FOUND_BY}")

    logged = "\n".join(
        record.getMessage()
        for record in caplog.records
        if not record.name.startswith("django.db.backends")
    )

    assert "quokkadrift" not in logged
    assert "wombatglow" not in logged
    assert "numbatglade" not in logged


@pytest.mark.parametrize("role", FORBIDDEN)
def test_no_file_written_by_the_command_holds_it(scene, role, tmp_path):
    _world, readers, _others = scene
    actor, written, found = readers[role], set(), []
    for kind, extension in itertools.product(KINDS, sorted({*PAPERS, *LISTS})):
        file = tmp_path / f"{kind}.{extension}"
        asked = ["export", kind, "--plan", "plan", "--format", extension, "--output", str(file)]
        asked += ["--as", actor.person.email] if actor else []
        try:
            call_command(*asked, stdout=io.StringIO())
        except CommandError:  # a format or a right that is not there
            continue
        written.add(kind)
        words = " ".join(read_file(file.read_bytes()))
        found += [(kind, extension) for mark in FORBIDDEN[role] if mark in words]

    lists = {"participation"} if role in {"presidency", "isu"} else set()
    assert (
        written == {"draft", "synthesis"} - ({"synthesis"} if role == "public" else set()) | lists
    )
    assert not found
