"""Points of a synthesis of the demonstration comments."""

from __future__ import annotations

from consultations.demonstration.shapes import Point

POINTS: tuple[Point, ...] = (
    Point(
        section="",
        text="The paper was regarded as a suitable basis for the first preparatory meeting.",
        rests_on=("draft-basis", "draft-equilibrio-es"),
        becomes="narrative",
    ),
    Point(
        section="",
        text=(
            "It was suggested that the number of actions be reduced, and that indicators be "
            "examined together with the actions."
        ),
        rests_on=("draft-number-of-actions", "draft-indicators"),
        becomes="narrative",
    ),
    Point(
        section="I",
        text=(
            "While one indicator for each action was preferred for the sake of brevity, it was "
            "recalled that the aim is to avoid a second reporting burden."
        ),
        rests_on=("i-4-indicators", "i-4-burden"),
        becomes="narrative",
    ),
    Point(
        section="I",
        text=(
            "Different views were expressed on the relation to other instruments: the value of "
            "common terms in the field was underlined, and so was the separate membership of each "
            "Convention."
        ),
        rests_on=("i-6-synergies", "i-6-membership"),
        becomes="narrative",
    ),
    Point(
        section="II.B",
        text="It was proposed to add a principle on care for the environment.",
        rests_on=("ii-b-missing-environment", "iv-c5-environment"),
        becomes="principle",
    ),
    Point(
        section="II.B",
        text=(
            "With regard to inclusion, it was suggested that the text speak of participation in "
            "decisions and mention displaced persons."
        ),
        rests_on=("ii-b-p2-gender", "ii-b-p2-youth"),
        becomes="principle",
    ),
    Point(
        section="II.B",
        text=(
            "The question was raised whether the form of this part can be settled before the "
            "actions of the other parts are known."
        ),
        rests_on=("ii-b-q3-format", "ii-b-11-both"),
        becomes="question",
    ),
    Point(
        section="III.a",
        text=(
            "The designation of a lead State was welcomed on the understanding that each region "
            "chooses its own."
        ),
        rests_on=("iii-a-a1-regions",),
        becomes="action",
    ),
    Point(
        section="III.b",
        text="It was suggested that the chapeau condemn every use of cluster munitions.",
        rests_on=("iii-b-c1-condemn",),
        becomes="consideration",
    ),
    Point(
        section="III.b",
        text=(
            "Concerns were voiced as to who establishes that use has taken place, and as to "
            "reporting on exchanges held in confidence."
        ),
        rests_on=("iii-b-a2-established", "iii-b-a3-interoperability"),
        becomes="narrative",
    ),
    Point(
        section="III.c",
        text=(
            "It was proposed that work on compliance be coordinated by one or two States, and that "
            "compliance be given a place of its own."
        ),
        rests_on=("iii-c-missing-coordinator", "i-5-compliance-place"),
        becomes="action",
    ),
    Point(
        section="IV",
        text=(
            "Opinions differed on whether a destruction plan should state a monthly rate or "
            "figures for each year."
        ),
        rests_on=("iv-a1-rate", "iv-a1-monthly-keep"),
        becomes="action",
    ),
    Point(
        section="IV",
        text=(
            "It was suggested to address stocks kept by another State on the territory of a State "
            "Party."
        ),
        rests_on=("iv-missing-transit",),
        becomes="action",
    ),
    Point(
        section="IV",
        text=(
            "A different approach to retention was put forward, giving preference to training "
            "without live submunitions."
        ),
        rests_on=("iv-a9-retention",),
        becomes="action",
    ),
    Point(
        section="V",
        text=(
            "A firm date for completing surveys was supported, with the qualification that access "
            "to the areas concerned cannot always be had."
        ),
        rests_on=("v-a1-date", "v-a1-ambition", "v-a1-ar"),
        becomes="action",
    ),
    Point(
        section="V",
        text="It was proposed to provide for remnants found after completion of clearance.",
        rests_on=("v-missing-residual", "v-17-tone"),
        becomes="action",
    ),
    Point(
        section="VI",
        text=(
            "It was recalled that those who enter dangerous areas often have no choice, and that "
            "the wording should not suggest blame."
        ),
        rests_on=("vi-c5-scrap",),
        becomes="consideration",
    ),
    Point(
        section="VII",
        text=(
            "It was suggested that the families of victims be mentioned in the actions, in keeping "
            "with Article 2."
        ),
        rests_on=("vii-c2-families", "vii-a6-families"),
        becomes="action",
    ),
    Point(
        section="VII",
        text=(
            "A proposal was made to support the organizations of survivors, so that peer support "
            "reaches every affected region."
        ),
        rests_on=("vii-missing-peer-support",),
        becomes="action",
    ),
    Point(
        section="VIII",
        text=(
            "Different views were expressed on setting aside a part of cooperation funds for "
            "victim assistance."
        ),
        rests_on=("viii-a6-earmark", "viii-a6-support"),
        becomes="narrative",
    ),
    Point(
        section="VIII",
        text=(
            "It was underlined that country coalitions should build on mechanisms already in place "
            "and be led by the affected State."
        ),
        rests_on=("viii-a2-coalition", "viii-a2-leadership"),
        becomes="action",
    ),
    Point(
        section="IX",
        text=(
            "It was suggested that reports be acknowledged, and that their authors learn which "
            "information is still needed."
        ),
        rests_on=("ix-c3-feedback", "ix-missing-feedback"),
        becomes="action",
    ),
    Point(
        section="IX",
        text=(
            "The short form for reports was welcomed, and it was proposed that paragraph 24 be "
            "numbered as an action."
        ),
        rests_on=("ix-24-short-form",),
        becomes="action",
    ),
    Point(
        section="X",
        text=(
            "Views on investment remain apart: it was proposed to call for legislation, and it was "
            "recalled that the Convention does not mention the subject."
        ),
        rests_on=("x-a2-investment-stronger", "x-a2-investment-object", "x-c4-investment"),
        becomes="narrative",
    ),
    Point(
        section="X",
        text=(
            "It was suggested that parliamentarians take part in a discussion during the Meetings."
        ),
        rests_on=("x-s1-parliaments",),
        becomes="suggestion",
    ),
    Point(
        section="XI",
        text=(
            "A short part on the machinery was considered useful, provided that decisions on "
            "financing are not reopened."
        ),
        rests_on=("xi-section", "xi-m2-voluntary"),
        becomes="narrative",
    ),
)
