"""Comments on parts VII and VIII of the demonstration paper: victims, cooperation."""

from __future__ import annotations

from consultations.demonstration.shapes import Comment

VICTIMS_AND_COOPERATION: tuple[Comment, ...] = (
    Comment(
        key="vii-section",
        target="section",
        section="VII",
        text=(
            "Survivors read this part first. It is good that it speaks of rights, budgets and "
            "distance to services, and not only of plans."
        ),
        position="support",
        type="general",
        suits=("civil_society", "red_cross"),
    ),
    Comment(
        key="vii-c2-families",
        target="consideration",
        section="VII",
        ordinal=2,
        text=(
            "We welcome the reference to Article 2. It should be carried into the actions, none of "
            "which mentions families."
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="vii-c3-focal-point",
        target="consideration",
        section="VII",
        ordinal=3,
        text="This is true, and somewhat blunt. We suggest a positive form.",
        replace=(
            (
                "Recognize that a focal point without a budget, or without a mandate that other "
                "ministries respect, can do little"
            ),
            (
                "Recognize that a focal point needs a budget and a mandate that other ministries "
                "respect"
            ),
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="vii-a1-interval",
        target="action",
        section="VII",
        ordinal=1,
        text=(
            "Two examinations within the period of the plan are enough: one at the start, one "
            "before the next Review Conference."
        ),
        replace=(
            "Examine every three years",
            "Examine at the start of the plan and again before its end",
        ),
        position="support_with_changes",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="vii-a1-emergency",
        target="action",
        section="VII",
        ordinal=1,
        text=(
            "The words on transport are the most valuable addition in the whole part: the first "
            "hour decides."
        ),
        passage="including emergency care and transport to it",
        position="support",
        type="substantive",
        suits=("red_cross", "civil_society", "united_nations", "state_party"),
    ),
    Comment(
        key="vii-a2-free",
        target="action",
        section="VII",
        ordinal=2,
        text=(
            "Our constitution leaves the financing of health care to the provinces. We could join "
            "in a softer wording."
        ),
        replace=("free of charge for those who cannot pay", "affordable for all"),
        position="concern",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="vii-a2-rural",
        target="action",
        section="VII",
        ordinal=2,
        text=(
            "Step by step must not mean some day. A date by which each remote district is reached "
            "would make the action measurable."
        ),
        passage="step by step to rural and remote districts",
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="vii-a3-data-protection",
        target="action",
        section="VII",
        ordinal=3,
        text=(
            "Data protection is rightly mentioned. The bracket asks the decisive question and "
            "should become part of the sentence."
        ),
        replace=(" (and say who may consult it)", ", and state who may consult it"),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="vii-a3-ar",
        target="action",
        section="VII",
        ordinal=3,
        text=(
            "نقترح أن يُدرج السجل ضمن النظام الوطني للمعلومات الصحية القائم بدلا من إنشاء نظام "
            "مواز يصعب تمويله."
        ),
        position="support_with_changes",
        type="substantive",
        language="ar",
    ),
    Comment(
        key="vii-a5-delegations",
        target="action",
        section="VII",
        ordinal=5,
        text=(
            "Including survivors in delegations depends on travel funds. A sponsorship programme "
            "should be named."
        ),
        replace=(
            "include them in delegations to meetings of the Convention",
            (
                "include them, where necessary with sponsorship, in delegations to meetings of the "
                "Convention"
            ),
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="vii-a6-families",
        target="action",
        section="VII",
        ordinal=6,
        text="When a breadwinner is killed, it is the family that has to earn a living.",
        replace=(
            "Enable victims to earn",
            "Enable victims, including the families of those killed, to earn",
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="vii-a7-protection-es",
        target="action",
        section="VII",
        ordinal=7,
        text=(
            "Debería hacerse referencia expresa a las situaciones de desastre natural, que en "
            "nuestra región son más frecuentes que los conflictos."
        ),
        replace=(
            "plans for emergencies and",
            "plans for emergencies, including natural disasters, and",
        ),
        position="support_with_changes",
        type="drafting",
        language="es",
    ),
    Comment(
        key="vii-20-standards",
        target="paragraph",
        section="VII",
        ordinal=20,
        text=(
            "The standards meant should be listed in a footnote. Otherwise readers will have to "
            "guess."
        ),
        passage="several sets of humanitarian standards",
        type="drafting",
        position="support_with_changes",
    ),
    Comment(
        key="vii-missing-peer-support",
        target="missing",
        section="VII",
        after="action",
        ordinal=7,
        text=(
            "Small organizations of survivors do much of the work and live from one grant to the "
            "next."
        ),
        wording=(
            "Support the organizations of survivors, including financially, so that peer support "
            "is available in every affected region;"
        ),
        position="support_with_changes",
        type="substantive",
        suits=("civil_society", "united_nations"),
    ),
    Comment(
        key="viii-section",
        target="section",
        section="VIII",
        text=(
            "The part reads well from the side of donors and from that of affected States. It "
            "could say more about States that are both."
        ),
        position="support",
        type="general",
    ),
    Comment(
        key="viii-c1-position",
        target="consideration",
        section="VIII",
        ordinal=1,
        text=(
            "Please follow the words of Article 6 more closely, so that nothing is read into them."
        ),
        position="concern",
        type="drafting",
        suits=("state_party",),
    ),
    Comment(
        key="viii-c6-banks",
        target="consideration",
        section="VIII",
        ordinal=6,
        text=(
            "Loans are not assistance. We would not wish affected States to borrow for the removal "
            "of weapons that others used."
        ),
        replace=(
            "among them development banks and private foundations,",
            "among them development funds and private foundations,",
        ),
        position="concern",
        type="substantive",
    ),
    Comment(
        key="viii-a1-needs",
        target="action",
        section="VIII",
        ordinal=1,
        text=(
            "This is exactly what we need in order to obtain funds from our parliament. It could "
            "be the first action of the whole plan."
        ),
        position="support",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="viii-a2-coalition",
        target="action",
        section="VIII",
        ordinal=2,
        text=(
            "Coordination mechanisms exist in many countries. The action should build on them and "
            "not add another meeting."
        ),
        replace=(
            "a country coalition that meets",
            "a country coalition, or a similar mechanism already in place, that meets",
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="viii-a2-leadership",
        target="action",
        section="VIII",
        ordinal=2,
        text="“Under its leadership” is indispensable for us.",
        passage="under its leadership",
        position="support",
        type="general",
        suits=("state_party",),
    ),
    Comment(
        key="viii-a3-budget-law",
        target="action",
        section="VIII",
        ordinal=3,
        text="Our budget is voted from year to year. We can announce intentions, not commitments.",
        replace=(
            "Plan contributions over several years,",
            "Plan contributions, where budget law allows, over several years,",
        ),
        position="support_with_changes",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="viii-a4-sur-es",
        target="action",
        section="VIII",
        ordinal=4,
        text=(
            "Respaldamos plenamente este intercambio. Nuestros instructores podrían ponerse a "
            "disposición de otros Estados Partes si se cubrieran los gastos de viaje."
        ),
        position="support",
        type="general",
        language="es",
        suits=("state_party",),
    ),
    Comment(
        key="viii-a6-earmark",
        target="action",
        section="VIII",
        ordinal=6,
        text=(
            "A reserved share reduces the freedom of the affected State to set its own priorities, "
            "which the principles uphold."
        ),
        replace=(
            "Reserve a part of cooperation funds for victim assistance,",
            "Provide adequate funds for victim assistance,",
        ),
        position="concern",
        type="substantive",
        suits=("state_party", "organization"),
    ),
    Comment(
        key="viii-a6-support",
        target="action",
        section="VIII",
        ordinal=6,
        text=(
            "Victim assistance receives a small share of all funds. Without an action of this kind "
            "nothing will change."
        ),
        position="support",
        type="substantive",
        suits=("civil_society", "red_cross", "state_party"),
    ),
    Comment(
        key="viii-a7-donors-fr",
        target="action",
        section="VIII",
        ordinal=7,
        text=(
            "L'obligation de rendre compte devrait valoir pour ceux qui donnent comme pour ceux "
            "qui reçoivent."
        ),
        replace=(
            "for assistance received, including",
            "for assistance given and received, including",
        ),
        position="support_with_changes",
        type="substantive",
        language="fr",
    ),
)
