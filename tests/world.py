"""
One small world with a bit of everything in it, for tests that go through all addresses.

Two delegations, both offices, a plan with two drafts, a closed consultation with its synthesis and
an open one, and for each address the object of delegation A, or of the offices, that it is about.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from consultations.models import Answer, Comment, Point
from consultations.operations.aligning import align
from consultations.operations.bundling import make_bundle
from consultations.operations.commenting import mark_ready
from consultations.operations.correcting import replace_comment
from consultations.operations.cutting import begin_registration
from consultations.operations.desk_notes import write_desk_note
from consultations.operations.dispatching import Particulars
from consultations.operations.files import FileChange, checked_file
from consultations.operations.inside import write_note
from consultations.operations.reflecting import record_reflection, share_reflections
from consultations.operations.replying import send_replies
from consultations.operations.revising import issue_next_draft, revise_prompted
from consultations.operations.submitting import submit
from consultations.operations.synthesizing import issue_synthesis, write_point
from consultations.operations.theming import make_theme, put_on
from delegations.capacities import Capacity
from delegations.operations import invite_to_delegation
from lap_portal import clock
from sections.models import ActionPlan
from sections.operations import delete_element
from sections.operations.holding import hold_section, note_presence
from tests.builders.desk import make_reply
from tests.builders.people import (
    make_delegation,
    make_isu,
    make_member,
    make_person,
    make_presidency,
)
from tests.builders.plans import element, make_draft, make_plan
from tests.builders.registering import register
from tests.builders.talk import make_answer, make_comment, make_consultation

# Who holds a section and is at an element: known to staff alone.
HOLDER = "Ptarmigan Quill"
ROLES = ["public", "member", "focal_point", "other", "presidency", "isu"]


@dataclass
class World:
    """Who is there, and which words of an address lead to what is there."""

    actors: dict[str, Capacity | None]
    words: dict[str, Any]
    special: dict[str, dict[str, Any]]

    def address(self, name: str, pattern: str) -> str:
        """The path of a page, filled in."""
        if name == "account_reset_password_from_key":
            return "/accounts/password/reset/key/1-unknown/"
        words = {**self.words, "number": 1 if "/drafts/" in f"/{pattern}" else 2}
        words |= self.special.get(name, {})
        filled = pattern
        for word, value in words.items():
            for kind in ("int", "slug", "str", "uuid"):
                filled = filled.replace(f"<{kind}:{word}>", str(value))
        return f"/{filled}"


def pages(resolver=None, prefix="", space=""):
    """Every address of the portal as (name with namespace, pattern)."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from pages(entry, pattern, ":".join(filter(None, [space, entry.namespace])))
        elif isinstance(entry, URLPattern):
            yield ":".join(filter(None, [space, entry.name])), pattern


def make_world() -> World:
    """Build it all, through operations."""
    isu, presidency = make_isu(), make_presidency()
    here, there = (make_delegation(name, actor=isu) for name in ("Here", "There"))
    focal = make_member(here, actor=isu)
    member = make_member(here, role="member", actor=isu)
    other = make_member(there, actor=isu)
    plan = make_plan(presidency)
    first = _closed(plan, focal, presidency=presidency, isu=isu)
    gone = element(plan, "Report on stocks")
    delete_element(gone, actor=presidency, reason="Said elsewhere")
    draft = issue_next_draft(plan, actor=presidency, dated=clock.now().date())
    second = make_consultation(
        draft, actor=isu, opens_in=timedelta(), title="Second round", readers="participants"
    )
    listing, changed, standing = _aligned(second, make_delegation("Beyond", actor=isu), focal, isu)
    sent = mark_ready(make_comment(second, member, text="Sent."), actor=member)
    mark_ready(make_answer(second, member, "II.a-Q2", text="Yes."), actor=member)
    submit(second, actor=focal, received_at=clock.now())
    inside = make_comment(second, member, text="Still being written.")
    statement = make_comment(
        second, member, None, text="", file=FileChange(checked_file("a.txt", b"Words."))
    )
    ready = mark_ready(make_comment(second, member, text="Written."), actor=member)
    invitation, _code = invite_to_delegation(
        here, actor=isu, address="mission@here.example", role="member"
    )
    membership = member.person.memberships.get()
    action = element(plan, "Draw up")
    question = element(plan, "Is there value")
    answered = element(plan, "Are the actions above")
    taken = element(plan, "What else")
    make_answer(second, member)
    mark_ready(make_answer(second, member, "II.a-Q3", text="Nothing."), actor=member)
    point = Point.objects.get()
    registered = register(second, here, actor=isu)
    work = begin_registration(second, actor=isu, form_key=uuid4())
    holder = make_presidency(make_person(HOLDER))
    hold_section(action.section, actor=holder)
    note_presence(action, actor=holder)
    note = write_note(second, actor=member, about=inside, text="Is this agreed?")
    comments = {"key": inside.form_key}
    kept, theme = write_desk_note(sent, actor=isu, text="Ours."), _theme(sent, presidency)
    both = [sent, registered.comments.get()]
    bundle = make_bundle(second, both, actor=presidency, name="The same")
    reflected = Comment.objects.get(consultation=first)
    sent_reply = first.replies.get()
    prepared_reply = make_reply(first, here, actor=presidency, text="Another reply.")
    return World(
        actors={
            "public": None,
            "member": member,
            "focal_point": focal,
            "other": other,
            "presidency": presidency,
            "isu": isu,
        },
        words={
            "plan": plan.slug,
            "uid": action.uid,
            "other": 2,
            "delegation": here.pk,
            "person": member.person.pk,
            "office": "presidency",
            "token": invitation.token,
            "invitation": invitation.pk,
            "membership": membership.pk,
            "submission": 1,
            "edition": 1,
            "extension": "docx",
            "what": "comment",
            "language": "en",
            "code": "support",
            "pk": point.pk,
            **comments,
        },
        special={
            "consultations:participation_file": {"extension": "xlsx"},
            "consultations:figures_file": {"extension": "xlsx"},
            "consultations:figures_delegations_file": {"extension": "xlsx"},
            "consultations:section_read": {"uid": action.section.uid},
            "sections:section_relabel": {"uid": action.section.uid},
            "sections:section_hold": {"uid": action.section.uid},
            "sections:section_release": {"uid": action.section.uid},
            "sections:element_restore": {"uid": gone.uid},
            "sections:question_reshape": {"uid": question.uid},
            "delegations:staff_dismiss": {"person": presidency.person.pk},
            "consultations:comment_take_back": {"key": ready.form_key},
            "consultations:contribution_clear": {"key": ready.form_key},
            "consultations:contribution_return": {"key": ready.form_key},
            "consultations:comment_align": {"key": standing.form_key},
            "consultations:submission_align": {"key": standing.submission.form_key},
            "consultations:association_end": {"key": listing.key},
            "consultations:association_line": {"key": listing.key},
            "consultations:association_review": {"key": changed.key},
            "consultations:note_delete": {"key": note.key},
            "consultations:comment_file": {"key": statement.form_key},
            "consultations:comment_withdraw": {"key": sent.form_key},
            "consultations:comment_replace": {"key": sent.form_key},
            "consultations:answer_withdraw": {"uid": answered.uid},
            "consultations:answer_take_back": {"uid": taken.uid},
            "consultations:reflections_read": {"number": 1},
            "consultations:reflections_file": {"number": 1},
            "consultations:comment_remark": {"number": 1, "key": reflected.form_key},
            "consultations:reply_discard": {"number": 1, "pk": prepared_reply.pk},
            "consultations:reply_remark": {"number": 1, "key": sent_reply.key},
            "consultations:original_file": {"pk": registered.originals.get().pk},
            "consultations:registered_withdraw": {"pk": registered.comments.get().pk},
            "consultations:registration_read": {"pk": registered.pk},
            **{
                f"consultations:registration_{step}": {"key": work.key}
                for step in ("prepare", "cut", "confirm", "discard")
            },
            "consultations:comment_reflect": {"number": 1, "pk": reflected.pk},
            "consultations:desk_note_strike": {"pk": sent.pk, "note": kept.pk},
            "consultations:translation_write": {"pk": sent.pk, "language": "fr"},
            **{
                f"consultations:{name}": {"pk": sent.pk}
                for name in ("comment_marks", "comment_theme", "comment_give", "desk_note_write")
            },
            **{f"consultations:theme_{act}": {"pk": theme.pk} for act in ("rename", "retire")},
            **{f"consultations:bundle_{act}": {"pk": bundle.pk} for act in ("rename", "take_out")},
            **{
                f"consultations:{name}": {"uid": question.uid}
                for name in ("answer_write", "answer_ready", "answer_discard")
            },
            "consultations:section_print": {"number": 1, "uid": "front"},
            **{
                f"consultations:{name}": {"number": 1}
                for name in (
                    "desk",
                    "desk_mark",
                    "comments_reflect",
                    "reflections_share",
                    "reply_list",
                    "reply_write",
                    "synthesis",
                    "synthesis_issue",
                    "synthesis_read",
                    "synthesis_adopt",
                    "synthesis_file",
                    "points_file",
                    "point_create",
                    "point_revise",
                    "point_move",
                    "point_strike",
                    "exports",
                )
            },
        },
    )


def _aligned(consultation: Any, beyond: Any, focal: Capacity, isu: Capacity) -> tuple[Any, ...]:
    """
    What a third delegation said to all who take part, and the first is aligned with.

    The listing by the speaker, the alignment with a comment replaced since, and what stands now.
    """
    speaker = make_member(beyond, actor=isu)
    mark_ready(make_comment(consultation, speaker, text="Shared."), actor=speaker)
    group = Particulars("participants", on_behalf_of="A group", aligned=(focal.delegation,))
    said = submit(consultation, actor=speaker, received_at=clock.now(), particulars=group)
    comment = said.comments.get()
    changed = align(said, actor=focal, comment=comment)
    new = replace_comment(
        comment, actor=speaker, form_key=uuid4(), reason_for_change="Better", text="Shared anew."
    )
    mark_ready(new, actor=speaker)
    shared = Particulars("participants")
    submit(consultation, actor=speaker, received_at=clock.now(), particulars=shared)
    new.refresh_from_db()
    return said.associations.get(origin="listed"), changed, new


def _theme(comment: Comment, presidency: Capacity) -> Any:
    """A theme, put on a comment."""
    theme = make_theme(comment.consultation.plan, actor=presidency, name="Deadlines")
    put_on(theme, [comment], actor=presidency)
    return theme


def _closed(plan: ActionPlan, focal: Capacity, *, presidency: Capacity, isu: Capacity) -> Any:
    """A consultation that has closed, with a comment taken up and a synthesis issued."""
    now = clock.now()
    with clock.at(now - timedelta(days=30)):
        draft = make_draft(plan, actor=presidency, circulation="public")
        consultation = make_consultation(draft, actor=isu, opens_in=timedelta())
        comment = mark_ready(make_comment(consultation, focal), actor=focal)
        submit(consultation, actor=focal, received_at=clock.now())
    comment.refresh_from_db()
    record_reflection(comment, actor=presidency, outcome="reflected", reply="Thank you.")
    write_point(
        consultation, actor=presidency, section=None, text="A point.", sources={comment: None}
    )
    revise_prompted(
        element(plan, "Draw up"),
        actor=presidency,
        text="Draw up a plan of destruction within two years;",
        reason="Asked for",
        based_on=1,
        prompted_by=[comment],
    )
    issue_synthesis(consultation, actor=presidency, title="Synthesis", dated=now.date())
    share_reflections(consultation, actor=presidency)
    reply = make_reply(consultation, focal.delegation, actor=presidency, text="A reply.")
    send_replies(consultation, actor=presidency, replies={reply.pk: reply.version})
    assert Answer.objects.count() == 0
    return consultation
