"""Comments on parts IX to XI of the demonstration paper: reports, legislation, machinery."""

from __future__ import annotations

from consultations.demonstration.shapes import Comment

REPORTING_AND_MACHINERY: tuple[Comment, ...] = (
    Comment(
        key="ix-c1-rate",
        target="consideration",
        section="IX",
        ordinal=1,
        text=(
            "The figure will be out of date when the plan is adopted. It belongs in the review of "
            "the past five years."
        ),
        replace=(
            "more than one third of the annual reports due are not submitted",
            "a considerable part of the annual reports due is not submitted",
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="ix-c3-feedback",
        target="consideration",
        section="IX",
        ordinal=3,
        text=(
            "We welcome the thought that reports should be answered. An action should say by whom."
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="ix-23-lead",
        target="paragraph",
        section="IX",
        ordinal=23,
        text="We agree that few changes are needed and would avoid rewriting what works.",
        position="support",
        type="general",
    ),
    Comment(
        key="ix-a1-deadline",
        target="action",
        section="IX",
        ordinal=1,
        text=(
            "These are obligations of the Convention already. As an action one could add what is "
            "done when a report is overdue."
        ),
        replace=(
            "annual reports by 30 April of each year",
            "annual reports by 30 April of each year, and overdue reports within six months",
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="ix-24-short-form",
        target="paragraph",
        section="IX",
        ordinal=24,
        text=(
            "A short form is of great help to small administrations. Please make it an action, "
            "with a number of its own."
        ),
        position="support",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="ix-24-electronic",
        target="paragraph",
        section="IX",
        ordinal=24,
        text="Not every administration has a reliable connection. Paper should remain possible.",
        replace=(
            "submit their reports electronically,",
            "submit their reports electronically where they can,",
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="ix-a3-pairing",
        target="action",
        section="IX",
        ordinal=3,
        text=(
            "Pairing authorities has served us well under another arrangement. We offer to take "
            "part."
        ),
        position="support",
        type="general",
        suits=("state_party",),
    ),
    Comment(
        key="ix-a4-form",
        target="action",
        section="IX",
        ordinal=4,
        text="The form should be tested by three or four States before it is adopted.",
        replace=(
            "Adapt the reporting form by",
            "Adapt the reporting form, after a trial by some States Parties, by",
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="ix-a4-zh",
        target="action",
        section="IX",
        ordinal=4,
        text=(
            "我们支持修订报告表格，同时建议避免增加新的报告负担，并为六种正式语文版本预留足够的翻译"
            "时间。"
        ),
        position="support_with_changes",
        type="substantive",
        language="zh",
    ),
    Comment(
        key="ix-missing-feedback",
        target="missing",
        section="IX",
        after="action",
        ordinal=4,
        text="See our comment on the third consideration.",
        wording=(
            "Acknowledge every report within two months and tell its author which information is "
            "still needed."
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="x-c1-scope",
        target="consideration",
        section="X",
        ordinal=1,
        text=(
            "Many administrations do not know that Article 9 concerns them too. This sentence "
            "rightly opens the part."
        ),
        position="support",
        type="general",
    ),
    Comment(
        key="x-c4-investment",
        target="consideration",
        section="X",
        ordinal=4,
        text="The balance of this sentence is delicate, and we ask that it be left untouched.",
        passage="others hold a different view of their obligations",
        position="support",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="x-a1-date",
        target="action",
        section="X",
        ordinal=1,
        text="A review can be finished by the end of 2022. Adoption is in the hands of parliament.",
        replace=(
            "and adopt what is lacking or report",
            "and initiate the adoption of what is lacking or report",
        ),
        position="support_with_changes",
        type="drafting",
        suits=("state_party", "signatory"),
    ),
    Comment(
        key="x-a2-investment-stronger",
        target="action",
        section="X",
        ordinal=2,
        text=(
            "To consider is not to act. The prohibition of assistance in Article 1 leaves no room "
            "for financing."
        ),
        replace=("Consider legislation that prohibits", "Enact legislation that prohibits"),
        position="support_with_changes",
        type="substantive",
        suits=("civil_society", "state_party"),
    ),
    Comment(
        key="x-a2-investment-object",
        target="action",
        section="X",
        ordinal=2,
        text=(
            "The Convention does not mention investment. We could join consensus on a sentence "
            "that leaves the choice of means to each State."
        ),
        replace=(
            "Consider legislation that prohibits direct and indirect investment in",
            "Consider, in line with national law, measures against direct investment in",
        ),
        position="cannot_support",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="x-a3-model-fr",
        target="action",
        section="X",
        ordinal=3,
        text=(
            "Les textes types existants s'inspirent surtout d'une seule tradition juridique. Il "
            "faudrait en établir un pour les États de tradition civiliste."
        ),
        position="support_with_changes",
        type="substantive",
        language="fr",
        suits=("state_party", "red_cross", "signatory"),
    ),
    Comment(
        key="x-s1-parliaments",
        target="suggestion",
        section="X",
        ordinal=1,
        text=(
            "Parliamentarians should take part in the meetings themselves and not only in the "
            "lunch break."
        ),
        replace=(
            "Inviting parliamentarians to a side event at",
            "Inviting parliamentarians to take part in a discussion at",
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="x-s3-letters",
        target="suggestion",
        section="X",
        ordinal=3,
        text=(
            "Letters of this kind should go through the permanent missions, with a copy to the "
            "ministry."
        ),
        position="concern",
        type="general",
        suits=("state_party",),
    ),
    Comment(
        key="xi-section",
        target="section",
        section="XI",
        text=(
            "We see merit in a short part on the machinery. It must not reopen decisions on "
            "financing."
        ),
        position="support_with_changes",
        type="general",
    ),
    Comment(
        key="xi-m1-coordinators",
        target="machinery_element",
        section="XI",
        ordinal=1,
        text="The thematic coordinators do the daily work and should be named.",
        replace=(
            "the Coordination Committee and the Implementation Support Unit each",
            (
                "the Coordination Committee, the thematic coordinators and the Implementation "
                "Support Unit each"
            ),
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="xi-m2-voluntary",
        target="machinery_element",
        section="XI",
        ordinal=2,
        text=(
            "The financing decision was a compromise. A plan of action is not the place to "
            "interpret it."
        ),
        passage="under the financing decision of the First Review Conference",
        position="concern",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="xi-m3-arrears",
        target="machinery_element",
        section="XI",
        ordinal=3,
        text=(
            "We could imagine an action with an indicator here: the share of assessed "
            "contributions paid by the end of March."
        ),
        position="support",
        type="substantive",
    ),
    Comment(
        key="xi-m4-synergies",
        target="machinery_element",
        section="XI",
        ordinal=4,
        text=(
            "Practical cooperation saves time and money. The qualification at the end is "
            "sufficient protection."
        ),
        position="support",
        type="general",
    ),
    Comment(
        key="xi-q3-neither",
        target="question",
        section="XI",
        ordinal=3,
        text=(
            "A fourth possibility should be offered: that the machinery be dealt with in the "
            "decisions of the Conference and not in the plan."
        ),
        position="support_with_changes",
        type="substantive",
    ),
)
