"""Private replies of the Presidency to demonstration comments."""

from __future__ import annotations

from consultations.demonstration.shapes import Reply

REPLIES: tuple[Reply, ...] = (
    Reply(
        key="iv-a1-rate",
        outcome="reflected",
        text=(
            "Thank you. The next draft asks for an expected rate for each year, which can be read "
            "beside the annual reports."
        ),
    ),
    Reply(
        key="iv-a1-monthly-keep",
        outcome="in_part",
        text=(
            "The rate remains in the text, by year and no longer by month. We hope that it still "
            "serves the purpose you describe."
        ),
    ),
    Reply(
        key="iii-b-a3-interoperability",
        outcome="in_part",
        text=(
            "Article 21 asks States Parties to make their best efforts. The reference to reporting "
            "has been made optional; we should be glad to speak with you about it before the "
            "meeting."
        ),
    ),
    Reply(
        key="iii-c-a2-calendar",
        outcome="reflected",
        text="Your calculation is right, and the period has been lengthened.",
    ),
    Reply(
        key="v-a1-date",
        outcome="reflected",
        text=(
            "The qualification on access has been included, together with the date that other "
            "contributions wished to keep."
        ),
    ),
    Reply(
        key="vii-a2-free",
        outcome="not_now",
        text=(
            "We understand the situation you describe. Other contributions attach importance to "
            "the present words, which leave open who bears the cost. The Presidency would welcome "
            "a conversation."
        ),
    ),
    Reply(
        key="viii-a6-earmark",
        outcome="further_discussion",
        text=(
            "Views on this action differ widely, and it will be taken up at the preparatory "
            "meeting."
        ),
    ),
    Reply(
        key="x-a2-investment-object",
        outcome="further_discussion",
        text=(
            "The two proposals received on this action lie far apart. The text has been left as it "
            "stood until delegations have heard one another."
        ),
    ),
    Reply(
        key="x-a2-investment-stronger",
        outcome="further_discussion",
        text=(
            "The text has been left as it stood for the time being. Your reading of Article 1 has "
            "been noted for the discussion."
        ),
    ),
    Reply(
        key="vi-c5-scrap",
        outcome="reflected",
        text="You are right that the word could be read as blame. It no longer appears.",
    ),
    Reply(
        key="draft-calendrier-fr",
        outcome="noted",
        text=(
            "La Présidence partage ce souci. Le calendrier des traductions dépend des services de "
            "conférence, avec lesquels nous sommes en contact."
        ),
    ),
    Reply(
        key="ix-24-short-form",
        outcome="noted",
        text=(
            "The paragraph will be presented as an action once the order of the part has been "
            "settled."
        ),
    ),
)
