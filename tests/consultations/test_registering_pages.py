from __future__ import annotations

import re
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultations.models import Comment, Original, Registration, Submission, Typed
from consultations.operations.cutting import finish_registration, give_up_registration
from delegations.models import Letter
from lap_portal import clock
from lap_portal.errors import RuleViolation
from tests.builders.desk import make_point, make_synthesis
from tests.builders.people import make_delegation, make_isu, make_member, make_presidency, sign_in
from tests.builders.registering import MAIL, begin, mail, piece, register
from tests.builders.talk import make_consultation

pytestmark = pytest.mark.django_db


def packed(*names):
    """A packed file with some empty parts."""
    with BytesIO() as stream:
        with ZipFile(stream, "w") as package:
            for name in ("[Content_Types].xml", "word/document.xml", *names):
                package.writestr(name, "")
        return stream.getvalue()


SECRET = "Cléopâtre-7431"


def at(name, consultation, *more):
    return reverse(
        f"consultations:{name}", args=[consultation.plan.slug, consultation.number, *more]
    )


@pytest.fixture
def scene(client):
    """An open consultation, the ISU signed in, and the focal point of a delegation."""
    isu = make_isu()
    focal = make_member(actor=isu)
    sign_in(client, isu)
    return make_consultation(actor=isu), isu, focal


def cut(work, *changes, **more):
    """The fields of the second step as the page has them, with changes by passage."""
    typed = {"version": work.version, "count": len(work.pieces), **more}
    for place, said in enumerate(work.pieces):
        changed = changes[place] if place < len(changes) else {}
        typed |= {f"{name}-{place}": value for name, value in {**said, **changed}.items()}
    return typed


def token_in(answer):
    """The token under which a page's form keeps what is typed."""
    return re.search(r'name="keep"[^>]*?value="([^"]+)"', answer.content.decode())[1]


def facts(work, delegation, **changes):
    now = clock.now().astimezone(work.consultation.zone)
    return {
        "version": work.version,
        "delegation": delegation.pk,
        "channel": "email",
        "received_at": f"{now:%Y-%m-%dT%H:%M}",
        "sender": "mission@nowhere.example",
        "language": "en",
        **changes,
    }


def test_an_email_is_registered_in_three_steps(client, scene):
    consultation, _isu, focal = scene
    key = uuid4()
    client.post(at("registration_begin", consultation), {"form_key": key})
    step = at("registration_prepare", consultation, key)
    client.post(step, {"add": "Add", "originals": SimpleUploadedFile("mail.eml", MAIL)})
    work = Registration.objects.get(pk=key)
    assert [p["text"] for p in work.pieces] == [
        "Dear colleagues,",
        "Action 1 of section I needs a date.",
        "In para. 2 the words are welcome.",
        "Victims are not mentioned anywhere.",
    ]
    client.post(step, facts(work, focal.delegation, next="next"))
    work.refresh_from_db()

    page = client.get(at("registration_cut", consultation, key)).content.decode()
    assert "Place at I-A1" in page
    assert "Place at para. 2" in page
    assert [p["place"] for p in work.pieces] == [""] * 4
    client.post(
        at("registration_cut", consultation, key),
        cut(
            work,
            {"sort": "left_out"},
            {"place": "i-a1", "sort": "proposal", "text": "Draw up a plan by 2031;"},
            {"place": "Para 2", "quote": "without delay", "position": "support"},
            next="next",
        ),
    )
    preview = client.get(at("registration_confirm", consultation, key)).content.decode()
    assert "without delay" in preview
    assert "Victims are not mentioned anywhere." in preview
    work.refresh_from_db()
    address = at("registration_confirm", consultation, key)
    made = client.post(address, {"version": work.version})
    again = client.post(address, {"version": work.version})

    submission = Submission.objects.get()
    assert made.url == again.url == at("registration_read", consultation, submission.pk)
    assert not Registration.objects.exists()
    assert bytes(submission.originals.get().content) == MAIL
    assert submission.unplaced == "Victims are not mentioned anywhere."
    said = list(submission.comments.order_by("number"))
    assert [(c.unit.reference, c.passage, c.position) for c in said] == [
        ("para. 2", "without delay", "support"),
        ("I-A1", "", ""),
    ]
    assert said[1].proposal == "Draw up a plan by 2031;"


@pytest.mark.parametrize(
    ("name", "content", "remark"),
    [
        ("a.eml", MAIL.replace(b"text/plain", b"text/html"), "no plain text"),
        ("a.eml", MAIL.replace(b"date", b"da\x00te"), "no document can hold"),
        ("a.pdf", b"%PDF-1.7 something", "not read by the portal"),
        ("a.txt", b"x" * 2_000_000, "longer than a registration holds"),
    ],
)
def test_what_cannot_be_read_is_kept_and_said_so(name, content, remark, client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    work.pieces = []
    work.save()
    address = at("registration_prepare", consultation, work.key)

    page = client.post(
        address, {"add": "Add", "originals": SimpleUploadedFile(name, content)}, follow=True
    )

    work.refresh_from_db()
    assert remark in page.content.decode()
    assert work.files.count() == 2
    assert work.pieces == []


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.docx", b"", "empty"),
        ("a.exe", b"MZ\x00\x01\x02", "kind of file is not kept"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word", "old kind"),
        ("a.eml", b"<!doctype html><script>1</script>", "kind of file is not kept"),
        ("a.docx", b"PK\x03\x04 broken", "damaged"),
        ("a.docx", packed("word/vbaProject.bin"), "without macros"),
        ("a.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024), "at most 10 MB"),
    ],
)
def test_what_is_not_kept_is_refused_with_its_reason(name, content, sentence, client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    address = at("registration_prepare", consultation, work.key)

    page = client.post(address, {"add": "Add", "originals": SimpleUploadedFile(name, content)})

    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert work.files.count() == 1


def test_the_page_offers_every_kind_of_file_that_is_kept_and_says_how_many(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    files = [SimpleUploadedFile(f"{n}.txt", b"Ours.") for n in range(6)]
    address = at("registration_prepare", consultation, work.key)

    page = client.post(address, {"add": "Add", "originals": files}).content.decode()

    offered = re.search(r'accept="([^"]*)"', page)[1].split(",")
    assert {".eml", ".msg", ".pdf", ".rtf", ".jpeg", ".tiff"} <= set(offered)
    assert "10 MB each, at most 5." in page
    assert "At most 5 files are kept with one contribution." in page
    assert work.files.count() == 1


def test_passages_are_joined_split_and_placed_by_buttons(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    address = at("registration_cut", consultation, work.key)

    def press(act, *changes):
        work.refresh_from_db()
        client.post(address, cut(work, *changes, act=act))
        work.refresh_from_db()
        return [p["text"] for p in work.pieces]

    assert press("join 0")[0] == "Dear colleagues,\n\nAction 1 of section I needs a date."
    assert len(press("split 0")) == 4
    assert press("split 3", {}, {}, {}, {"text": "Victims.\n\nSurvivors."})[3:] == [
        "Victims.",
        "Survivors.",
    ]
    press("take 1:I-A1")
    assert work.pieces[1]["place"] == "I-A1"
    for nonsense in ("join 99", "split x", "take", "join -1", "take 99999999:I"):
        assert len(press(nonsense)) == 5


def test_a_place_that_is_none_is_kept_as_typed_and_stops_the_registration(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    client.post(at("registration_cut", consultation, work.key), cut(work, {"place": "Annex <7>"}))
    work.refresh_from_db()
    confirm = at("registration_confirm", consultation, work.key)

    page = client.get(at("registration_cut", consultation, work.key)).content.decode()
    preview = client.get(confirm).content.decode()
    refused = client.post(confirm, {"version": work.version})

    assert "No place in this draft is called “Annex &lt;7&gt;”" in page
    assert "Register officially" not in preview
    assert "Passage 1: No place in this draft" in refused.content.decode()
    assert not Submission.objects.exists()


def test_a_wrong_letter_in_a_passage_is_told_with_its_number(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    typed = cut(work, {}, {"text": "A\x00B", "place": "x" * 61})

    page = client.post(at("registration_cut", consultation, work.key), typed).content.decode()

    assert "Passage 2: Character 2 (U+0000) is a control character" in page
    assert "Passage 2: This text has 61 characters" in page


def test_a_quotation_that_is_not_in_the_words_stops_the_registration(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    changed = cut(work, {"place": "para. 2", "quote": "with much delay"})
    client.post(at("registration_cut", consultation, work.key), changed)

    preview = client.get(at("registration_confirm", consultation, work.key)).content.decode()

    assert "do not stand there just once" in preview
    assert "Register officially" not in preview


def test_a_quotation_broken_over_two_lines_is_registered_as_the_words_stand(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    changed = cut(work, {"place": "para. 2", "quote": "without \n delay"})
    client.post(at("registration_cut", consultation, work.key), changed)
    work.refresh_from_db()

    finish_registration(work, actor=isu, version=work.version)

    assert Comment.objects.exclude(passage="").get().passage == "without delay"


def test_of_two_officers_at_once_the_second_is_told_and_keeps_what_was_typed(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    address = at("registration_cut", consultation, work.key)
    mine = cut(work, {"place": "I-A2"})
    client.post(address, cut(work, {"place": "I-A1"}))

    refused = client.post(address, mine)

    work.refresh_from_db()
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "changed in another window or by a colleague" in page
    assert 'value="I-A2"' in page
    assert work.pieces[0]["place"] == "I-A1"
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    assert client.post(address, {**mine, "version": version}).status_code == 302


def test_what_was_changed_since_the_preview_is_not_registered(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    shown = work.version
    client.post(at("registration_cut", consultation, work.key), cut(work, {"place": "I-A1"}))

    refused = client.post(at("registration_confirm", consultation, work.key), {"version": shown})

    assert refused.status_code == 409
    assert not Submission.objects.exists()


def test_a_wrong_date_comes_back_as_typed_and_is_not_stored(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    typed = facts(work, focal.delegation, received_at="yesterday", text="Pasted words.")

    page = client.post(at("registration_prepare", consultation, work.key), typed)

    assert page.status_code == 200
    assert "Give a date and a time" in page.content.decode()
    assert "Pasted words." in page.content.decode()


def test_pasted_text_is_cut_at_blank_lines_or_else_at_each_line(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    address = at("registration_prepare", consultation, work.key)
    client.post(address, facts(work, focal.delegation, text="One\r\ntwo\r\n \r\nThree"))
    work.refresh_from_db()
    client.post(address, facts(work, focal.delegation, text="Four\r\nFive"))
    work.refresh_from_db()

    assert [p["text"] for p in work.pieces[4:]] == ["One\ntwo", "Three", "Four", "Five"]


def test_too_many_passages_stay_together_in_the_last(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    text = "\n\n".join(f"Passage {n}" for n in range(400))

    client.post(
        at("registration_prepare", consultation, work.key), facts(work, focal.delegation, text=text)
    )

    work.refresh_from_db()
    assert len(work.pieces) == 300
    assert work.pieces[-1]["text"].endswith("Passage 399")
    assert client.get(at("registration_cut", consultation, work.key)).status_code == 200


def test_two_megabytes_of_text_come_back_with_a_sentence(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    typed = facts(work, focal.delegation, text="x" * 2_000_000)

    page = client.post(at("registration_prepare", consultation, work.key), typed)

    assert "2,000,000 characters; at most 200,000 fit" in page.content.decode()


def test_what_is_given_up_is_deleted_with_its_files(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)

    client.post(at("registration_discard", consultation, work.key))

    assert not Registration.objects.exists()
    assert client.get(at("registration_cut", consultation, work.key)).status_code == 404


def test_work_of_one_office_is_not_seen_by_the_other_nor_by_any_delegation(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    steps = [at(f"registration_{s}", consultation, work.key) for s in ("prepare", "cut", "confirm")]

    sign_in(client, make_presidency())
    assert [client.get(step).status_code for step in steps] == [404] * 3
    listed = client.get(at("registration_list", consultation)).content.decode()
    assert focal.delegation.name not in listed
    sign_in(client, focal)
    assert [client.get(step).status_code for step in steps] == [403] * 3
    assert "nowhere.example" not in client.get(at("workspace", consultation)).content.decode()


def test_the_delegation_reads_its_receipt_with_original_and_passages_not_placed(client, scene):
    consultation, isu, focal = scene
    made = register(consultation, focal.delegation, actor=isu, unplaced="Victims?")
    sign_in(client, focal)

    receipt = client.get(at("submission_read", consultation, made.number)).content.decode()
    workspace = client.get(at("workspace", consultation)).content.decode()
    comment = made.comments.get()
    opened = client.get(at("comment_read", consultation, comment.form_key)).content.decode()
    file = client.get(at("original_file", consultation, made.originals.get().pk))

    words = "Registered by the Implementation Support Unit from your e-mail of"
    for page in (receipt, workspace, opened):
        assert words in page
        assert "from a@nowhere.example" in page
        assert isu.person.name not in page
    assert "Victims?" in receipt
    assert "Victims?" in workspace
    assert "some passages found no place" in workspace
    assert at("comment_replace", consultation, comment.form_key) in workspace
    assert file.content == mail().content
    assert file["Content-Disposition"] == 'attachment; filename="letter.eml"'
    assert file["Content-Type"] == "message/rfc822"
    assert file["X-Content-Type-Options"] == "nosniff"


def test_no_mark_of_an_original_reaches_another_delegation(client, scene):
    consultation, isu, focal = scene
    other = make_member(actor=isu)
    made = register(
        consultation,
        focal.delegation,
        actor=isu,
        sender=f"{SECRET}@x.example",
        originals=[mail(SECRET, name=f"{SECRET}.eml")],
        pieces=[piece(consultation, text=SECRET)],
        unplaced=SECRET,
    )
    sign_in(client, other)
    key = made.comments.get().form_key
    pages = [
        at("original_file", consultation, made.originals.get().pk),
        at("submission_read", consultation, made.number),
        at("comment_read", consultation, key),
        at("workspace", consultation),
        at("consultation_read", consultation),
        at("registration_list", consultation),
        at("registration_read", consultation, made.pk),
        consultation.draft.get_absolute_url(),
        consultation.plan.get_absolute_url(),
        reverse("consultations:home"),
    ]

    answers = [client.get(page) for page in pages]

    assert [answer.status_code for answer in answers[:3]] == [404] * 3
    assert not [a for a in answers if SECRET in a.content.decode()]
    assert not Letter.objects.filter(to=other.person.email, text__contains=SECRET)


def test_a_name_of_a_file_is_kept_tidy_and_breaks_no_header(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    odd = SimpleUploadedFile("x", b"Words")
    odd.name = "../..\\é\u202etxt\r\nSet-Cookie: a=b.txt"

    client.post(at("registration_prepare", consultation, work.key), {"add": "1", "originals": odd})

    name = work.files.last().name
    assert "\n" not in name
    assert "\u202e" not in name
    assert "/" not in name
    assert "\\" not in name


def test_the_list_shows_who_how_when_and_by_whom(client, scene, django_assert_num_queries):
    consultation, isu, focal = scene
    for text in ("One\n\nTwo", "", "Three"):
        register(consultation, focal.delegation, actor=isu, unplaced=text)
        begin(consultation, make_delegation(actor=isu), actor=isu)

    address = at("registration_list", consultation)
    client.get(address)
    with django_assert_num_queries(7):
        page = client.get(address).content.decode()

    assert "2 passages" in page
    assert "By e-mail" in page
    assert f"{isu.person.name}, Implementation Support Unit" in page
    assert page.count("/cut/") == 0


def test_a_registered_contribution_is_read_in_constant_queries(
    client, scene, django_assert_num_queries
):
    consultation, isu, focal = scene
    few = register(consultation, focal.delegation, actor=isu)
    pieces = [piece(consultation), piece(consultation, "I-A2"), piece(consultation, None)]
    many = register(
        consultation, focal.delegation, actor=isu, pieces=pieces, originals=[mail("1"), mail("2")]
    )
    client.get(at("registration_read", consultation, few.pk))

    with django_assert_num_queries(8):
        client.get(at("registration_read", consultation, few.pk))
    with django_assert_num_queries(8):
        client.get(at("registration_read", consultation, many.pk))


def test_the_desk_says_how_each_comment_came(client, scene):
    consultation, isu, focal = scene
    register(consultation, focal.delegation, actor=isu)

    desk = client.get(at("desk", consultation)).content.decode()

    assert "By e-mail" in desk
    assert Comment.objects.get().text in desk
    assert not Original.objects.exclude(name="letter.eml").exists()


def test_an_office_withdraws_a_comment_from_its_page(client, scene):
    consultation, isu, focal = scene
    made = register(consultation, focal.delegation, actor=isu)
    address = at("registered_withdraw", consultation, made.comments.get().pk)
    assert address in client.get(at("registration_read", consultation, made.pk)).content.decode()

    refused = client.post(address, {"reason": " "})
    done = client.post(address, {"reason": "They asked"}, follow=True)

    assert refused.status_code == 200
    assert "Withdrawn" in done.content.decode()
    assert Comment.objects.get().state == "withdrawn"


def test_after_the_synthesis_work_is_kept_to_read_and_to_give_up(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    with clock.at(consultation.closes_at):
        make_point(consultation, make_presidency())
        make_synthesis(consultation, make_presidency())
    address = at("registration_cut", consultation, work.key)

    shown = client.get(address)
    refused = client.post(address, cut(work, {"text": "Typed for an hour"}))
    confirm = client.post(
        at("registration_confirm", consultation, work.key), {"version": work.version}
    )

    assert "The synthesis has been issued" in shown.content.decode()
    assert refused.status_code == 403
    assert "Typed for an hour" in refused.content.decode()
    assert confirm.status_code == 403
    client.post(at("registration_discard", consultation, work.key))
    assert not Registration.objects.exists()


def test_work_that_a_colleague_gave_up_meanwhile_is_not_registered(scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    give_up_registration(Registration.objects.get(), actor=make_isu())

    with pytest.raises(RuleViolation, match="given up meanwhile"):
        finish_registration(work, actor=isu, version=work.version)


def test_what_was_typed_when_the_session_ended_comes_back(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    address = at("registration_cut", consultation, work.key)
    token = token_in(client.get(address))
    client.logout()

    client.post(address, cut(work, {"text": "Typed for an hour"}, keep=token))
    sign_in(client, isu)
    page = client.get(address).content.decode()
    saved = client.post(address, cut(work, {"text": "Typed for an hour"}, keep=token))

    assert "Typed for an hour" in page
    assert saved.status_code == 302
    assert not Typed.objects.exists()
    work.refresh_from_db()
    assert work.pieces[0]["text"] == "Typed for an hour"


def test_facts_typed_and_not_saved_come_back_and_go_with_the_work(client, scene):
    consultation, isu, focal = scene
    work = begin(consultation, focal.delegation, actor=isu)
    address = at("registration_prepare", consultation, work.key)
    token = token_in(client.get(address))
    client.post(
        reverse("consultations:typed_keep"),
        facts(work, focal.delegation, text="Pasted", sender="Somebody else", keep=token),
    )

    page = client.get(address).content.decode()
    client.post(at("registration_discard", consultation, work.key))

    assert "Pasted" in page
    assert "Somebody else" in page
    assert not Typed.objects.exists()
