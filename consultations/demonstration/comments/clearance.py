"""Comments on parts V and VI of the demonstration paper: clearance, risk education."""

from __future__ import annotations

from consultations.demonstration.shapes import Comment

CLEARANCE: tuple[Comment, ...] = (
    Comment(
        key="v-17-tone",
        target="paragraph",
        section="V",
        ordinal=17,
        text=(
            "We agree with the emphasis on completing the task. Residual contamination should be "
            "mentioned as well, for no country will ever be certain that nothing is left."
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="v-c1-pace",
        target="consideration",
        section="V",
        ordinal=1,
        text="The pace depends on access and on funds. We ask for a fair sentence.",
        replace=(
            "say plainly that at the present pace several",
            "acknowledge that at the present pace and level of support several",
        ),
        position="concern",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="v-c4-communities",
        target="consideration",
        section="V",
        ordinal=4,
        text="An excellent sentence that should remain as it is.",
        passage="decides who can return, farm and go to school",
        position="support",
        type="general",
    ),
    Comment(
        key="v-a1-date",
        target="action",
        section="V",
        ordinal=1,
        text=(
            "The end of 2023 is out of reach for areas to which we have no access. The action "
            "could say “where access permits”."
        ),
        replace=(
            "of all suspected areas by the end of 2023",
            "of all accessible suspected areas by the end of 2023",
        ),
        position="support_with_changes",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="v-a1-ambition",
        target="action",
        section="V",
        ordinal=1,
        text=(
            "We support a firm date. Without it the baseline will still be in dispute at the next "
            "Review Conference."
        ),
        passage="by the end of 2023",
        position="support",
        type="substantive",
    ),
    Comment(
        key="v-a1-ar",
        target="action",
        section="V",
        ordinal=1,
        text=(
            "نؤيد إجراء مسح قائم على الأدلة، غير أن تحديد أجل واحد للجميع لا يراعي الدول التي "
            "تتعذر فيها إمكانية الوصول إلى بعض المناطق لأسباب أمنية."
        ),
        position="support_with_changes",
        type="substantive",
        language="ar",
    ),
    Comment(
        key="v-a2-costs",
        target="action",
        section="V",
        ordinal=2,
        text="Costs can be given for a few years only; further ahead they are guesses.",
        replace=(
            "annual targets, costs and a date",
            "annual targets, costs for three years ahead and a date",
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="v-a3-hazard",
        target="action",
        section="V",
        ordinal=3,
        text=(
            "Distinguishing suspected from confirmed areas is what matters most and should be in "
            "the text."
        ),
        replace=(
            "Report contamination, survey and clearance separately",
            "Report suspected and confirmed contamination, survey and clearance separately",
        ),
        position="support_with_changes",
        type="drafting",
        suits=("organization", "united_nations", "state_party"),
    ),
    Comment(
        key="v-a4-report",
        target="action",
        section="V",
        ordinal=4,
        text=(
            "We support the purpose. How views changed the work can be shown in a sentence, and a "
            "model sentence would help national authorities."
        ),
        position="support",
        type="substantive",
    ),
    Comment(
        key="v-a6-failed",
        target="action",
        section="V",
        ordinal=6,
        text=(
            "Operators will hesitate to publish failures. “Lessons” says the same and does not "
            "deter."
        ),
        replace=(", including trials that failed", ", with the lessons drawn from them"),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="v-a7-dialogue",
        target="action",
        section="V",
        ordinal=7,
        text="The same rule should apply in parts IV and V, in the same words.",
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="v-missing-residual",
        target="missing",
        section="V",
        after="action",
        ordinal=8,
        text="What happens after completion is left open.",
        wording=(
            "Provide, before completion is declared, for a national capacity that deals with "
            "remnants found later, and describe it in the declaration;"
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="v-a5-criterios-es",
        target="action",
        section="V",
        ordinal=5,
        text=(
            "Publicar los criterios nos parece acertado. Proponemos añadir los lugares sagrados y "
            "los caminos de pastoreo, cuyo uso da sustento a comunidades enteras."
        ),
        replace=(
            "water, schools and routes of return",
            "water, grazing land, schools and routes of return",
        ),
        position="support_with_changes",
        type="substantive",
        language="es",
    ),
    Comment(
        key="vi-title",
        target="section",
        section="VI",
        text=(
            "The title should use the established term “risk education” so that the part can be "
            "found by those who look for it."
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="vi-c5-scrap",
        target="consideration",
        section="VI",
        ordinal=5,
        text=(
            "“Knowingly” may sound like blame. People take such risks because they have no choice."
        ),
        replace=("lead people knowingly into", "leave people no choice but to enter"),
        position="support_with_changes",
        type="drafting",
        suits=("civil_society", "red_cross", "united_nations"),
    ),
    Comment(
        key="vi-a1-schools",
        target="action",
        section="VI",
        ordinal=1,
        text=(
            "In our experience lessons taught by trained teachers last longest. The action has our "
            "full support."
        ),
        position="support",
        type="general",
    ),
    Comment(
        key="vi-a2-frequency",
        target="action",
        section="VI",
        ordinal=2,
        text=(
            "Every two years is too often for stable situations and too seldom for those that "
            "change quickly."
        ),
        replace=(
            "repeat the assessment every two years",
            "repeat the assessment whenever the situation changes, and at least every three years",
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="vi-a3-fence",
        target="action",
        section="VI",
        ordinal=3,
        text=(
            "Fences are taken away where wood and wire are scarce. Maintenance should be mentioned."
        ),
        replace=("fence them where possible,", "fence them where possible, maintain the signs,"),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="vi-a6-donnees-fr",
        target="action",
        section="VI",
        ordinal=6,
        text=(
            "Le nombre de personnes atteintes ne dit rien du changement de comportement. Un "
            "indicateur fondé sur des enquêtes, même modestes, serait préférable."
        ),
        position="support_with_changes",
        type="substantive",
        language="fr",
    ),
)
