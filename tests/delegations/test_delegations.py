"""Delegations: added, corrected, listed, imported, merged."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from delegations.capacities import capacity_of
from delegations.imports import import_delegations, preview_list, read_list
from delegations.models import Delegation, Membership
from delegations.operations import (
    accept_invitation,
    create_delegation,
    end_membership,
    invite_to_delegation,
    merge_delegations,
    record_standing,
    revise_delegation,
)
from lap_portal.errors import RuleViolation
from tests.builders.mail import deliver, forget_letters
from tests.builders.people import (
    make_delegation,
    make_isu,
    make_member,
    make_presidency,
    sign_in,
)

pytestmark = pytest.mark.django_db


def test_the_isu_adds_a_delegation_with_codes_in_capitals():
    delegation = create_delegation(
        actor=make_isu(),
        name=" Freedonia ",
        category="state",
        iso3="fre",
        mission_email="Mission@Free.example",
    )

    assert (delegation.name, delegation.iso3) == ("Freedonia", "FRE")
    assert delegation.mission_email == "mission@free.example"


def test_nobody_else_adds_or_corrects_a_delegation():
    delegation = make_delegation()

    for actor in (make_presidency(), make_member(), make_member(delegation)):
        with pytest.raises(PermissionDenied):
            create_delegation(actor=actor, name="Sylvania", category="state")
        with pytest.raises(PermissionDenied):
            revise_delegation(delegation, actor=actor, reason="No", name="Sylvania")


def test_a_name_is_given_once_and_on_one_line():
    isu = make_isu()
    make_delegation(name="Freedonia", actor=isu)

    with pytest.raises(ValidationError):
        create_delegation(actor=isu, name="Freedonia", category="state")
    with pytest.raises(RuleViolation, match="one line"):
        create_delegation(actor=isu, name="Free\ndonia", category="state")


def test_a_correction_is_kept_with_its_reason():
    isu, delegation = make_isu(), make_delegation(name="Freedonia")

    revise_delegation(delegation, actor=isu, reason="Changed its name", name="Sylvania")

    assert delegation.history.first().history_change_reason == "Changed its name"
    assert [row.name for row in delegation.history.all()][-1] == "Freedonia"


def test_a_new_standing_ends_the_one_before():
    isu, delegation = make_isu(), make_delegation(status="signatory")

    record_standing(
        delegation,
        actor=isu,
        status="state_party",
        since=date(2020, 9, 1),
        as_at=date(2020, 9, 2),
        source="Depositary notification",
        is_verified=True,
    )

    assert [(s.status, s.until) for s in delegation.standings.order_by("pk")] == [
        ("signatory", date(2020, 9, 1)),
        ("state_party", None),
    ]


def test_only_a_state_has_a_standing_and_only_the_isu_records_it():
    network = make_delegation(category="civil_society")
    given = {"status": "state_party", "as_at": date(2020, 6, 1)}

    with pytest.raises(RuleViolation, match="Only a State"):
        record_standing(network, actor=make_isu(), **given)
    with pytest.raises(PermissionDenied):
        record_standing(make_delegation(), actor=make_presidency(), **given)


def test_merging_moves_members_open_invitations_and_codes():
    isu = make_isu()
    duplicate = make_delegation(actor=isu, iso3="FRE")
    kept = make_delegation(actor=isu)
    moved = make_member(duplicate, actor=isu)
    there = make_member(kept, actor=isu)
    invitation, code = invite_to_delegation(
        duplicate, actor=isu, address="m@free.example", role="member"
    )

    merge_delegations(duplicate, into=kept, actor=isu, reason="Entered twice")

    duplicate.refresh_from_db()
    kept.refresh_from_db()
    assert (duplicate.merged_into, duplicate.iso3, kept.iso3) == (kept, "", "FRE")
    assert capacity_of(moved.person, f"delegation:{kept.pk}").role == "member"
    assert capacity_of(there.person, there.key).role == "focal_point"
    assert capacity_of(moved.person, moved.key) is None
    joined = accept_invitation(invitation.token, code=code, email="c@free.example", name="Cid")
    assert joined.delegation == kept


def test_merging_keeps_a_focal_point_when_the_other_has_none():
    isu = make_isu()
    duplicate, kept = make_delegation(actor=isu), make_delegation(actor=isu)
    moved = make_member(duplicate, actor=isu)

    merge_delegations(duplicate, into=kept, actor=isu, reason="Entered twice")

    assert capacity_of(moved.person, f"delegation:{kept.pk}").role == "focal_point"


def test_merging_does_not_make_anyone_a_member_twice():
    isu = make_isu()
    duplicate, kept = make_delegation(actor=isu), make_delegation(actor=isu)
    both = make_member(duplicate, actor=isu)
    make_member(kept, person=both.person, actor=isu)

    merge_delegations(duplicate, into=kept, actor=isu, reason="Entered twice")

    assert Membership.objects.filter(person=both.person, ended_at=None).count() == 1


def test_entries_merged_before_lead_to_the_one_that_stays_with_a_trace():
    isu = make_isu()
    first, second, third = (make_delegation(actor=isu) for _number in range(3))
    merge_delegations(first, into=second, actor=isu, reason="Entered twice")

    merge_delegations(second, into=third, actor=isu, reason="Entered three times")

    first.refresh_from_db()
    assert first.merged_into == third
    assert set(third.merged.all()) == {first, second}
    trace = first.history.first()
    assert (trace.history_user, trace.history_change_reason) == (isu.person, "Entered three times")


def test_merging_has_its_limits():
    isu = make_isu()
    one, two, three = (make_delegation(actor=isu) for _number in range(3))

    with pytest.raises(RuleViolation, match="into itself"):
        merge_delegations(one, into=one, actor=isu, reason="No")
    with pytest.raises(PermissionDenied):
        merge_delegations(one, into=two, actor=make_presidency(), reason="No")
    merge_delegations(one, into=two, actor=isu, reason="Entered twice")
    with pytest.raises(PermissionDenied, match="merged"):
        merge_delegations(one, into=three, actor=isu, reason="No")
    with pytest.raises(PermissionDenied, match="merged"):
        merge_delegations(three, into=one, actor=isu, reason="No")


def test_a_plain_list_has_one_name_per_line():
    listed = read_list("Freedonia\n\nSylvania, Republic of\n", category="state")

    assert [(row.line, row.name, row.faults) for row in listed] == [
        (1, "Freedonia", []),
        (3, "Sylvania, Republic of", []),
    ]


def test_a_table_names_its_columns():
    text = 'name;iso3;category\n"Freedonia";FRE;\nNetwork for X;;civil_society\n'

    listed = read_list(text, category="state")
    import_delegations(listed, actor=make_isu())

    assert sorted(Delegation.objects.values_list("name", "iso3", "category")) == [
        ("Freedonia", "FRE", "state"),
        ("Network for X", "", "civil_society"),
    ]


@pytest.mark.parametrize("line", ["Freedonia;FRE", "Freedonia\tFRE"])
def test_a_table_without_its_columns_is_told_from_a_list_of_names(line):
    listed = read_list(f"{line}\nSylvania, Republic of", category="state")

    assert listed[0].faults == ["This line looks like a table; name the columns in the first line."]
    assert listed[1].faults == []


def test_who_is_there_already_is_named_whatever_the_accents(client):
    present = make_delegation(name="Vâldoria")

    listed = read_list("VALDORIA", category="state")

    assert listed[0].faults == ["Vâldoria is already there."]
    sign_in(client, make_isu())
    page = client.post(
        reverse("delegations:delegation_import"), {"category": "state", "text": "Valdoria"}
    ).content.decode()
    assert reverse("delegations:delegation_read", args=[present.pk]) in page


def test_the_preview_shows_every_column_that_was_recognized():
    text = "name,category,iso3,mission_email\nFreedonia,,FRE,m@free.example\nX,civil_society,,\n"

    preview = preview_list(read_list(text, category="state"))

    assert preview.columns == [
        "category",
        "ISO code, three letters",
        "official address of the mission",
    ]
    assert [[words for _column, words in cells] for _row, cells in preview.rows] == [
        ["State", "FRE", "m@free.example"],
        ["Civil society", "", ""],
    ]


def test_each_line_says_what_is_wrong_and_nothing_is_added():
    make_delegation(name="Freedonia")
    text = "name,category,mission_email\nFreedonia,,\nB,planet,\nC,,nowhere\nD,,\nD,,\nE,,\n"

    listed = read_list(text, category="state")

    assert [bool(row.faults) for row in listed] == [True, True, True, True, True, False]
    with pytest.raises(RuleViolation, match="Line 2"):
        import_delegations(listed, actor=make_isu())
    assert Delegation.objects.count() == 1


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name,colour\nFreedonia,red\n", "no column called colour"),
        ("name\nFreedonia,red\n", "too many cells"),
        ("name,iso3\n" + "X\n" * 501, "at most"),
    ],
)
def test_a_list_that_cannot_be_read_says_why(text, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        read_list(text, category="state")


def test_only_the_isu_imports():
    with pytest.raises(PermissionDenied):
        import_delegations(read_list("Freedonia", category="state"), actor=make_presidency())


def test_the_page_shows_the_list_and_then_adds_all_of_it(client):
    sign_in(client, make_isu())
    address = reverse("delegations:delegation_import")
    given = {"category": "state", "text": "Freedonia\nSylvania"}

    assert client.get(address).status_code == 200
    shown = client.post(address, given)
    assert "Add 2 delegations" in shown.content.decode()
    assert not Delegation.objects.exists()
    wrong = client.post(address, given | {"text": "Freedonia\nFreedonia", "apply": "yes"})
    assert "nothing was added" in wrong.content.decode()
    assert client.post(address, given | {"apply": "yes"}).status_code == 302
    assert Delegation.objects.count() == 2
    assert "Paste a list" in client.post(address, {"category": "state"}).content.decode()


def test_a_file_that_is_no_text_is_refused_with_a_sentence(client):
    sign_in(client, make_isu())
    from_excel = "name\nCôte".encode("utf-16")

    answer = client.post(
        reverse("delegations:delegation_import"),
        {"category": "state", "file": SimpleUploadedFile("list.csv", from_excel)},
    )

    assert answer.status_code == 200
    assert "UTF-8" in answer.content.decode()


def test_delegations_are_added_corrected_and_given_a_standing_on_their_pages(client):
    sign_in(client, make_isu())
    create = reverse("delegations:delegation_create")

    assert client.get(create).status_code == 200
    answer = client.post(create, {"name": "Freedonia", "category": "state"})
    delegation = Delegation.objects.get()
    assert answer.headers["Location"] == reverse(
        "delegations:delegation_read", args=[delegation.pk]
    )
    twice = client.post(create, {"name": "Freedonia", "category": "state"})
    assert "already exists" in twice.content.decode()
    revise = reverse("delegations:delegation_revise", args=[delegation.pk])
    assert client.get(revise).status_code == 200
    given = {"name": "Sylvania", "category": "state", "reason": "Changed its name"}
    assert client.post(revise, given).status_code == 302
    standing = reverse("delegations:standing_record", args=[delegation.pk])
    assert client.get(standing).status_code == 200
    given = {"status": "signatory", "as_at": "2020-06-18", "source": "S", "reason": "Found"}
    assert client.post(standing, given).status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Changed its name" in page
    assert "(not verified)" in page


def test_merging_is_explained_before_it_is_done(client):
    isu = make_isu()
    duplicate, kept = make_delegation(actor=isu), make_delegation(actor=isu)
    make_member(duplicate, actor=isu)
    sign_in(client, isu)
    address = reverse("delegations:delegation_merge", args=[duplicate.pk])

    assert "1 member moves" in client.get(address).content.decode()
    answer = client.post(address, {"into": kept.pk, "reason": "Entered twice"})

    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    assert duplicate.name in page
    gone = client.get(reverse("delegations:delegation_read", args=[duplicate.pk]))
    assert "merged into another" in gone.content.decode()


@pytest.mark.parametrize("number", ["9" * 19, "9" * 30, "9" * 5000, "-" + "9" * 30, "x"])
def test_a_number_that_no_delegation_has_is_an_error_in_the_form(client, number):
    isu = make_isu()
    duplicate = make_delegation(actor=isu)
    sign_in(client, isu)
    address = reverse("delegations:delegation_merge", args=[duplicate.pk])

    answer = client.post(address, {"into": number, "reason": "Entered twice"})

    assert answer.status_code == 200
    assert "Select a valid choice" in answer.content.decode()


def test_the_list_narrows_down_by_category_group_and_status(client):
    isu = make_isu()
    make_delegation("Freedonia", actor=isu, regional_group="African States")
    make_delegation("Sylvania", actor=isu, status="signatory")
    make_delegation("A network", actor=isu, category="civil_society")
    sign_in(client, make_presidency())
    address = reverse("delegations:delegation_list")

    def names(**chosen):
        page = client.get(address, chosen).content.decode()
        return [name for name in ("Freedonia", "Sylvania", "A network") if f">{name}<" in page]

    assert names() == ["Freedonia", "Sylvania", "A network"]
    assert names(category="civil_society") == ["A network"]
    assert names(group="African States") == ["Freedonia"]
    assert names(group="none", category="state") == ["Sylvania"]
    assert names(status="signatory") == ["Sylvania"]
    assert names(status="nonsense") == ["Freedonia", "Sylvania", "A network"]
    assert "(not verified)" in client.get(address).content.decode()
    assert "as at 1 Jun 2020" in client.get(address).content.decode()


def test_the_list_stands_in_the_order_of_names_and_is_searched_by_them(client):
    isu = make_isu()
    for name in ("Zubrowka", "Freedonia", "Âldovia"):
        make_delegation(name, actor=isu, name_fr="Freedonie" if name == "Freedonia" else "")
    sign_in(client, make_presidency())
    address = reverse("delegations:delegation_list")

    def names(q=""):
        page = client.get(address, {"q": q}).content.decode()
        return re.findall(r"/delegations/\d+/\">([^<]+)<", page)

    assert names() == ["Âldovia", "Freedonia", "Zubrowka"]
    assert names("aldo") == ["Âldovia"]
    assert names("freedonie") == ["Freedonia"]
    assert names("nowhere") == []


def test_the_isu_sees_who_was_invited_who_joined_and_who_has_no_focal_point(client):
    isu = make_isu()
    make_member(make_delegation("Freedonia", actor=isu), actor=isu)
    make_member(make_delegation("Sylvania", actor=isu), role="member", actor=isu)
    invited = make_delegation("Zubrowka", actor=isu)
    invite_to_delegation(invited, actor=isu, address="z@m.example", role="focal_point")
    make_delegation("Aldovia", actor=isu)
    address = reverse("delegations:delegation_list")

    def names(actor, people):
        sign_in(client, actor)
        page = client.get(address, {"people": people}).content.decode()
        return re.findall(r"/delegations/\d+/\">([^<]+)<", page)

    assert names(isu, "joined") == ["Freedonia", "Sylvania"]
    assert names(isu, "invited") == ["Zubrowka"]
    assert names(isu, "uninvited") == ["Aldovia"]
    assert names(isu, "no_focal_point") == ["Aldovia", "Sylvania", "Zubrowka"]
    assert len(names(make_presidency(), "joined")) == 4


def test_a_delegation_that_everybody_left_names_its_former_members(client):
    isu, member = make_isu(), make_member()
    end_membership(member.person.memberships.get(), actor=isu, reason="Left")
    sign_in(client, isu)

    page = client.get(
        reverse("delegations:delegation_read", args=[member.delegation.pk])
    ).content.decode()

    assert "No member any more" in page
    assert f"{member.person.name}, Focal point" in page
    assert "Nobody has joined yet" not in page


def test_the_way_back_leads_home_and_for_staff_to_the_list(client):
    member = make_member()
    own = reverse("delegations:delegation_read", args=[member.delegation.pk])
    every = f'href="{reverse("delegations:delegation_list")}"'

    def crumbs(actor, address):
        page = sign_in(client, actor).get(address).content.decode()
        return page.partition('<ol class="breadcrumb"')[2].partition("</ol>")[0]

    assert 'href="/"' in crumbs(member, own)
    assert every not in crumbs(member, own)
    assert every in crumbs(make_presidency(), own)
    deeper = crumbs(member, reverse("delegations:invitation_create", args=[member.delegation.pk]))
    assert 'href="/"' in deeper
    assert f'href="{own}"' in deeper


def test_the_account_menu_of_a_member_leads_to_the_own_delegation(client):
    member = make_member()
    own = f'<a href="{reverse("delegations:delegation_read", args=[member.delegation.pk])}">'

    assert f"{own}Your delegation</a>" in sign_in(client, member).get("/").content.decode()
    assert "Your delegation</a>" not in sign_in(client, make_isu()).get("/").content.decode()


def test_the_presidency_reads_a_delegation_without_its_people(client):
    member = make_member()
    sign_in(client, make_presidency())

    page = client.get(reverse("delegations:delegation_read", args=[member.delegation.pk]))

    assert member.person.email not in page.content.decode()
    assert "History" not in page.content.decode()


def test_a_delegation_reads_itself_and_no_list(client):
    member = make_member()
    sign_in(client, member)

    assert client.get(reverse("delegations:delegation_list")).status_code == 403
    own = reverse("delegations:delegation_read", args=[member.delegation.pk])
    assert client.get(own).status_code == 200
    assert client.get(reverse("delegations:delegation_create")).status_code == 403
    revise = reverse("delegations:delegation_revise", args=[member.delegation.pk])
    assert client.get(revise).status_code == 403


def test_the_list_of_delegations_costs_the_same_however_long(client, django_assert_num_queries):
    isu = make_isu()
    for _number in range(4):
        make_member(make_delegation(actor=isu), actor=isu)
    sign_in(client, isu)

    with django_assert_num_queries(5):
        client.get(reverse("delegations:delegation_list"))


def test_the_page_of_a_delegation_costs_the_same_however_many_members(
    client, django_assert_num_queries
):
    isu = make_isu()
    delegation = make_delegation(actor=isu)
    make_member(delegation, actor=isu)
    for _number in range(4):
        make_member(delegation, role="member", actor=isu)
    sign_in(client, isu)

    with django_assert_num_queries(12):
        client.get(reverse("delegations:delegation_read", args=[delegation.pk]))


def test_everybody_in_a_delegation_learns_that_another_was_merged_into_it(mailoutbox):
    isu = make_isu()
    gone, kept = make_member(actor=isu), make_member(actor=isu)
    forget_letters()

    merge_delegations(gone.delegation, into=kept.delegation, actor=isu, reason="Twice")

    deliver()
    told = {address for letter in mailoutbox for address in letter.to}
    assert told == {gone.person.email, kept.person.email}
    assert gone.delegation.name in mailoutbox[0].body
