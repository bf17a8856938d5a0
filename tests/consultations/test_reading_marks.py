import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from consultations.models import Reading
from consultations.operations.reading_marks import mark_as_read, mark_as_unread
from tests.builders.desk import decide, make_round, say
from tests.builders.people import make_presidency, sign_in
from tests.builders.talk import make_comment

pytestmark = pytest.mark.django_db


def address(around, name="desk_mark"):
    place = [around.consultation.plan.slug, around.consultation.number]
    return reverse(f"consultations:{name}", args=place)


def test_a_mark_is_made_once_and_taken_off_by_its_person_alone():
    around, other = make_round(), make_presidency()
    comment = say(around.consultation, around.first)

    mark_as_read([comment], actor=around.presidency)
    mark_as_read([comment], actor=around.presidency)
    mark_as_read([comment], actor=other)
    mark_as_unread([comment], actor=around.presidency)

    assert Reading.objects.get().person == other.person


@pytest.mark.parametrize("who", ["first", "second"])
def test_a_delegation_marks_nothing(who):
    around = make_round()
    comment = say(around.consultation, around.first)

    for act in (mark_as_read, mark_as_unread):
        with pytest.raises(PermissionDenied):
            act([comment], actor=getattr(around, who))

    assert not Reading.objects.exists()


def test_what_has_not_left_its_delegation_is_marked_by_nobody():
    around = make_round(open=True)
    sent = say(around.consultation, around.first)
    inside = make_comment(around.consultation, around.first)

    with pytest.raises(PermissionDenied):
        mark_as_read([sent, inside], actor=around.presidency)

    assert not Reading.objects.exists()


def test_whoever_has_lost_the_office_marks_nothing():
    around = make_round()
    comment = say(around.consultation, around.first)
    around.presidency.person.groups.clear()

    with pytest.raises(PermissionDenied):
        mark_as_read([comment], actor=around.presidency)


def test_whoever_decides_has_read_it_and_nobody_else():
    around = make_round()
    comment = say(around.consultation, around.first)

    decide(comment, around.presidency)

    assert [(r.comment, r.person) for r in Reading.objects.all()] == [
        (comment, around.presidency.person)
    ]


def test_one_comment_is_marked_on_the_desk_and_marked_back(client):
    around = make_round()
    comment = say(around.consultation, around.first)
    client = sign_in(client, around.isu)
    asked = {"comments": comment.pk, "mark": "read"}

    response = client.post(address(around) + "?category=state", asked)
    read = client.get(response.url).context["desk"]
    client.post(address(around), {**asked, "mark": "unread"})

    assert response.url == (
        f"{address(around, 'desk')}?category=state&comment={comment.pk}#comment-{comment.pk}"
    )
    assert (read.unread, read.handled, read.total) == (0, 0, 1)
    assert read.groups[0].entries[0].is_read
    assert client.get(address(around, "desk")).context["desk"].unread == 1


def test_all_on_a_page_are_marked_and_those_of_the_next_are_not(client):
    around = make_round()
    for number in range(52):
        say(around.consultation, around.first, f"No. {number}")
    client = sign_in(client, around.isu)
    page = client.get(address(around, "desk")).context["desk"]

    response = client.post(
        address(around) + "?page=1&reading=unread",
        {"comments": page.unread_here, "mark": "read"},
    )

    assert len(page.unread_here) == 50
    assert response.url == f"{address(around, 'desk')}?reading=unread&page=1"
    assert client.get(response.url).context["desk"].unread == 2


def test_a_comment_that_leaves_the_desk_as_it_is_filtered_gives_way_to_the_next(client):
    around = make_round()
    first, second = (say(around.consultation, around.first, unit=u) for u in ("I-A1", "I-A2"))
    client = sign_in(client, around.isu)

    urls = [
        client.post(
            address(around) + "?reading=unread", {"comments": comment.pk, "mark": "read"}
        ).url
        for comment in (first, second)
    ]

    assert urls[0].endswith(f"?reading=unread&comment={second.pk}#comment-{second.pk}")
    assert client.get(urls[1]).context["desk"].page.paginator.count == 0


@pytest.mark.parametrize(
    "sent", [{}, {"mark": "read"}, {"comments": "x", "mark": "read"}, {"comments": 999_999}]
)
def test_nonsense_and_comments_of_others_are_not_found(client, sent):
    around = make_round(open=True)
    comment = say(around.consultation, around.first)
    inside = make_comment(around.consultation, around.first)
    client = sign_in(client, around.presidency)

    assert client.post(address(around), sent).status_code == 404
    for asked in ({"comments": comment.pk, "mark": "?"}, {"comments": inside.pk, "mark": "read"}):
        assert client.post(address(around), asked).status_code == 404
    assert client.get(address(around)).status_code == 405
    assert not Reading.objects.exists()
