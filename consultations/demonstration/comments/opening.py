"""Comments on the draft as a whole and on parts I and II of the demonstration paper."""

from __future__ import annotations

from consultations.demonstration.shapes import Comment

OPENING: tuple[Comment, ...] = (
    Comment(
        key="draft-basis",
        target="draft",
        text=(
            "We thank the Presidency for a clear and balanced paper, which in our view is a good "
            "basis for the first preparatory meeting."
        ),
        position="support",
        type="general",
    ),
    Comment(
        key="draft-number-of-actions",
        target="draft",
        text=(
            "Fifty-two actions are a great many for an administration of our size. We would ask "
            "that each part close with no more than five, and that actions addressed to all be "
            "told apart from those addressed to a few."
        ),
        position="support_with_changes",
        type="general",
        reason=(
            "A plan that small administrations cannot follow will be reported on by large ones "
            "only."
        ),
        suits=("state_party",),
    ),
    Comment(
        key="draft-indicators",
        target="draft",
        text=(
            "Indicators should be discussed together with the actions and not after them. An "
            "action for which no indicator can be found is probably not yet precise enough."
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="draft-observer",
        target="draft",
        text=(
            "As a State that is not bound by the Convention we follow this work as an observer. We "
            "appreciate that the paper distinguishes throughout between the obligations of the "
            "parties and what is asked of others."
        ),
        type="general",
        suits=("state_not_party",),
    ),
    Comment(
        key="draft-calendrier-fr",
        target="draft",
        text=(
            "Nous souhaiterions disposer du texte dans les langues officielles au moins quatre "
            "semaines avant la prochaine réunion, afin que nos autorités à la capitale puissent se "
            "prononcer en temps utile."
        ),
        type="general",
        language="fr",
    ),
    Comment(
        key="draft-equilibrio-es",
        target="draft",
        text=(
            "Valoramos el equilibrio entre las obligaciones nacionales y la cooperación. "
            "Convendría que cada parte terminara indicando quién presta apoyo y de qué manera se "
            "solicita."
        ),
        position="support",
        type="general",
        language="es",
    ),
    Comment(
        key="front-attribution",
        target="paragraph",
        ordinal=1,
        text=(
            "We welcome that nothing is attributed. It would be useful to know how many "
            "contributions came from affected States, without naming them."
        ),
        passage="it attributes nothing to anyone",
        position="support",
        type="general",
    ),
    Comment(
        key="i-3-purpose",
        target="paragraph",
        section="I",
        ordinal=3,
        text=(
            "The plan serves more than national authorities: operators, donors and survivors' "
            "organizations will plan by it as well."
        ),
        replace=(
            "a working tool for national authorities:",
            "a working tool for national authorities and those who work with them:",
        ),
        position="support_with_changes",
        type="drafting",
        suits=("civil_society", "united_nations", "organization", "red_cross"),
    ),
    Comment(
        key="i-4-indicators",
        target="paragraph",
        section="I",
        ordinal=4,
        text="We strongly favour one indicator, and only one, for each action.",
        replace=("at least one indicator", "one indicator, and where needed a second"),
        position="support_with_changes",
        type="substantive",
        reason="The reporting form has to remain of a length that can be filled in within a week.",
        suits=("state_party", "signatory"),
    ),
    Comment(
        key="i-4-burden",
        target="paragraph",
        section="I",
        ordinal=4,
        text=(
            "This is the most important sentence of the paper for us. It should be repeated in the "
            "part on transparency."
        ),
        passage="does not create a second reporting burden",
        position="support",
        type="general",
    ),
    Comment(
        key="i-5-compliance-place",
        target="suggestion",
        section="I",
        ordinal=4,
        text=(
            "We should prefer compliance to stand on its own. Placed under universalization it "
            "looks like a message to others; placed under legislation it looks like a matter for "
            "jurists."
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="i-6-synergies",
        target="paragraph",
        section="I",
        ordinal=6,
        text=(
            "The caution in the last sentence could be worded less strictly. Authorities that "
            "clear mines and remnants in the same field need common terms, and nobody takes them "
            "for common obligations."
        ),
        replace=(
            "must not be mistaken for a legal link",
            "serves practice and creates no legal link",
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="i-6-membership",
        target="paragraph",
        section="I",
        ordinal=6,
        text=(
            "The reference to separate parties and obligations is essential for us and should be "
            "kept as it stands."
        ),
        passage="each Convention has its own parties and its own obligations",
        position="support",
        type="substantive",
        suits=("state_party", "signatory", "state_not_party"),
    ),
    Comment(
        key="ii-a-7-length",
        target="paragraph",
        section="II.A",
        ordinal=7,
        text="We agree that the introduction must be short and would set a limit in the text.",
        replace=("One page should be enough", "Half a page should be enough"),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="ii-a-e2-balance",
        target="introduction_element",
        section="II.A",
        ordinal=2,
        text=(
            "An honest account includes the reasons. Some deadlines were missed because of "
            "conflict or because support did not arrive."
        ),
        replace=(
            "beside the deadlines that were missed",
            "beside the deadlines that were missed and the reasons for it",
        ),
        position="support_with_changes",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="ii-b-section",
        target="section",
        section="II.B",
        text=(
            "We support a part on principles, provided that it does not exceed a page and that "
            "nothing in it is repeated further on."
        ),
        position="support",
        type="general",
    ),
    Comment(
        key="ii-b-p1-ownership",
        target="principle",
        section="II.B",
        ordinal=1,
        text=(
            "Ownership also means that affected States commit resources of their own, however "
            "modest."
        ),
        replace=(
            "the State concerned decides, plans and budgets,",
            "the State concerned decides, plans, and contributes from its own budget,",
        ),
        position="support_with_changes",
        type="substantive",
        suits=("state_party", "organization"),
    ),
    Comment(
        key="ii-b-p2-gender",
        target="principle",
        section="II.B",
        ordinal=2,
        text=(
            "We welcome this principle. To be heard is not enough: participation in decisions "
            "should be mentioned."
        ),
        replace=("are heard when priorities are set", "take part when priorities are set"),
        position="support_with_changes",
        type="substantive",
        reason=(
            "Experience shows that consultation without a share in the decision changes little on "
            "the ground."
        ),
    ),
    Comment(
        key="ii-b-p2-youth",
        target="principle",
        section="II.B",
        ordinal=2,
        text=(
            "Displaced persons are missing from the list, although they are often most at risk "
            "when they return."
        ),
        replace=("older persons and minorities", "older persons, minorities and displaced persons"),
        position="support_with_changes",
        type="drafting",
        suits=("united_nations", "civil_society", "red_cross"),
    ),
    Comment(
        key="ii-b-p4-survivors",
        target="principle",
        section="II.B",
        ordinal=4,
        text="“As equals” blurs who bears the obligations. States are the ones that are bound.",
        replace=("work as equals towards", "work closely together towards"),
        position="concern",
        type="drafting",
        suits=("state_party",),
    ),
    Comment(
        key="ii-b-p6-desarrollo-es",
        target="principle",
        section="II.B",
        ordinal=6,
        text=(
            "Apoyamos la referencia a los Objetivos de Desarrollo Sostenible. En la versión "
            "española debería emplearse «planes nacionales de desarrollo» y no «planes de "
            "desarrollo nacional»."
        ),
        position="support",
        type="translation",
        language="es",
    ),
    Comment(
        key="ii-b-missing-environment",
        target="missing",
        section="II.B",
        after="principle",
        ordinal=6,
        text=(
            "Protection of the environment during clearance and destruction is not mentioned "
            "anywhere in the paper."
        ),
        wording=(
            "Care for the environment: clearance and destruction are carried out so that soil, "
            "water and vegetation suffer as little harm as possible;"
        ),
        type="substantive",
        position="support_with_changes",
    ),
    Comment(
        key="ii-b-11-both",
        target="paragraph",
        section="II.B",
        ordinal=11,
        text=(
            "We belong to those who would add two or three actions, on data and on gender, and "
            "leave the rest as principles."
        ),
        type="substantive",
    ),
    Comment(
        key="ii-b-q3-format",
        target="question",
        section="II.B",
        ordinal=3,
        text=(
            "The question could usefully be put after delegations have seen the actions of the "
            "other parts."
        ),
        type="general",
    ),
)
