"""Templates of answers to the questions of the demonstration paper."""

from __future__ import annotations

from consultations.demonstration.shapes import Answer

ANSWERS: tuple[Answer, ...] = (
    Answer(
        shape="yes_no",
        choice="yes",
        text="It would give the plan a common thread and spare the other parts much repetition.",
        section="II.B",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="yes",
        text="Yes, if it fits on one page.",
        section="II.B",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="yes",
        text="Oui, à condition que ces principes ne soient pas repris dans chaque partie.",
        section="II.B",
        ordinal=1,
        language="fr",
    ),
    Answer(
        shape="yes_no",
        choice="no",
        text=(
            "What matters for all parts should be said where it is acted upon. General statements "
            "have a place in the declaration."
        ),
        section="II.B",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="unsure",
        text="We should like to see the actions of the other parts first.",
        section="II.B",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="yes",
        text="The three tasks have different addressees, and the division makes this clear.",
        section="III.c",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="no",
        text="Two would do. Compliance concerns the parties alone and deserves a part of its own.",
        section="III.c",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="unsure",
        text="The answer depends on how many actions remain in each of them.",
        section="III.c",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="yes",
        text="La división es clara y facilita la presentación de informes.",
        section="III.c",
        ordinal=1,
        language="es",
    ),
    Answer(
        shape="yes_no",
        choice="yes",
        text=(
            "Without meetings that take place and a Unit that is funded, no action can be followed "
            "up."
        ),
        section="XI",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="no",
        text=(
            "Institutional questions are for the decisions of the Conference and would distract "
            "from the work on the ground."
        ),
        section="XI",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="unsure",
        text="We could agree if it were clear that no new financial obligation follows from it.",
        section="XI",
        ordinal=1,
    ),
    Answer(
        shape="yes_no",
        choice="yes",
    ),
    Answer(
        shape="yes_no",
        choice="unsure",
        text="Consultations in capital have not been completed.",
    ),
    Answer(
        shape="appropriate",
        text="Care for the environment during clearance and destruction.",
        section="II.B",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="Innovation, and the duty to share what has been learnt, including from failure.",
        section="II.B",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="The seven principles cover what we should have mentioned ourselves.",
        section="II.B",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text=(
            "A coordinator or focal group for compliance, and an action on how States not party "
            "are kept informed."
        ),
        section="III.c",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="They reflect the practice of recent Meetings.",
        section="III.c",
        ordinal=2,
    ),
    Answer(
        shape="missing",
        text="The safety of people who live near depots that await destruction.",
        section="IV",
        ordinal=1,
    ),
    Answer(
        shape="missing",
        text="Nothing has been left out, in our view.",
        section="IV",
        ordinal=1,
    ),
    Answer(
        shape="appropriate",
        text="Stocks that belong to another State and are kept on the territory of a State Party.",
        section="IV",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="An action on the environmental standards by which submunitions are destroyed.",
        section="IV",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="With nine of them, nothing should be added.",
        section="IV",
        ordinal=2,
    ),
    Answer(
        shape="missing",
        text="The chapeau is silent on areas to which the State has no access.",
        section="V",
        ordinal=1,
    ),
    Answer(
        shape="appropriate",
        text="La contamination résiduelle après l'achèvement des opérations.",
        section="V",
        ordinal=2,
        language="fr",
    ),
    Answer(
        shape="appropriate",
        text="An action on quality management, before and after release.",
        section="V",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="They can be measured and match the way operators work.",
        section="V",
        ordinal=2,
    ),
    Answer(
        shape="missing",
        text="People on the move, who cross several dangerous areas and are reached by no school.",
        section="VI",
        ordinal=1,
    ),
    Answer(
        shape="appropriate",
        text="Digital means of warning, where people use them, and radio where they do not.",
        section="VI",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        section="VI",
        ordinal=2,
    ),
    Answer(
        shape="missing",
        text="Mental health should be stated as a concern of its own.",
        section="VII",
        ordinal=1,
    ),
    Answer(
        shape="appropriate",
        text="Las familias de las víctimas deberían figurar en al menos una de las acciones.",
        section="VII",
        ordinal=2,
        language="es",
    ),
    Answer(
        shape="appropriate",
        text="Support for the organizations of survivors.",
        section="VII",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="They follow the six fields of assistance that our own plan uses.",
        section="VII",
        ordinal=2,
    ),
    Answer(
        shape="missing",
        text="States that receive and provide assistance at the same time.",
        section="VIII",
        ordinal=1,
    ),
    Answer(
        shape="missing",
        text="Nothing has been left out, in our view.",
        section="VIII",
        ordinal=1,
    ),
    Answer(
        shape="appropriate",
        text="An action that tells a State in need whom it can ask first.",
        section="VIII",
        ordinal=2,
    ),
    Answer(
        shape="missing",
        text="The reporting rate by region would show where help with reporting is needed.",
        section="IX",
        ordinal=1,
    ),
    Answer(
        shape="appropriate",
        text="An action on answering the reports that are received.",
        section="IX",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="Paragraph 24 should be counted among them.",
        section="IX",
        ordinal=2,
    ),
    Answer(
        shape="missing",
        text="The role of national committees of humanitarian law.",
        section="X",
        ordinal=1,
    ),
    Answer(
        shape="appropriate",
        text="An action on instructions to armed forces, since the chapeau mentions them.",
        section="X",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        section="X",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="The thematic coordinators and the sponsorship programme.",
        section="XI",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="Nothing should be added to them.",
        section="XI",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
    ),
    Answer(
        shape="appropriate",
        text="نعم، العناصر مناسبة ولا نرى ما ينبغي إضافته في هذه المرحلة.",
        language="ar",
    ),
    Answer(
        shape="appropriate",
        text="我们认为上述内容适当，现阶段无需补充。",
        language="zh",
    ),
    Answer(
        shape="principles_or_actions",
        choice="principles",
        text="Statements of this breadth cannot be measured.",
        section="II.B",
        ordinal=3,
    ),
    Answer(
        shape="principles_or_actions",
        choice="both",
        text="Principles, with an action on data and one on gender and diversity.",
        section="II.B",
        ordinal=3,
    ),
    Answer(
        shape="principles_or_actions",
        choice="actions",
        text="A principle becomes real when somebody has to report on it.",
        section="II.B",
        ordinal=3,
    ),
    Answer(
        shape="principles_or_actions",
        choice="principles",
        text="Des principes suffisent, s'ils sont repris dans les indicateurs.",
        section="II.B",
        ordinal=3,
        language="fr",
    ),
    Answer(
        shape="principles_or_actions",
        choice="actions",
        text="One action, on assessed contributions, would be enough.",
        section="XI",
        ordinal=3,
    ),
    Answer(
        shape="principles_or_actions",
        choice="principles",
        text="Anything more would anticipate decisions of the Conference.",
        section="XI",
        ordinal=3,
    ),
    Answer(
        shape="principles_or_actions",
        choice="both",
        text="A chapeau on the role of each body and an action on contributions.",
    ),
    Answer(
        shape="appropriate",
        text="The action on investment goes beyond the Convention.",
        not_appropriate=(("action", 2),),
        section="X",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="A reserved share for one purpose is not for a plan of action to fix.",
        not_appropriate=(("action", 6),),
        section="VIII",
        ordinal=2,
    ),
    Answer(
        shape="appropriate",
        text="Two actions suit large programmes only.",
        not_appropriate=(("action", 2), ("action", 6)),
        section="V",
        ordinal=2,
    ),
    Answer(
        shape="missing",
        text="Nothing has been left out, in our view.",
    ),
    Answer(
        shape="missing",
        text="We are content with the list and would rather shorten it than add to it.",
    ),
)
