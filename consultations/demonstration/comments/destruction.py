"""Comments on part IV of the demonstration paper."""

from __future__ import annotations

from consultations.demonstration.shapes import Comment

DESTRUCTION: tuple[Comment, ...] = (
    Comment(
        key="iv-section",
        target="section",
        section="IV",
        text=(
            "This part is well advanced. We could accept it today with the changes proposed on "
            "single actions."
        ),
        position="support",
        type="general",
    ),
    Comment(
        key="iv-c3-regret",
        target="consideration",
        section="IV",
        ordinal=3,
        text=(
            "States that asked for time did so openly and for reasons the Meetings accepted. "
            "“Regret” seems to reproach them."
        ),
        replace=(
            "Regret that extensions have nonetheless",
            "Note that extensions have nonetheless",
        ),
        position="support_with_changes",
        type="drafting",
        suits=("state_party",),
    ),
    Comment(
        key="iv-c5-environment",
        target="consideration",
        section="IV",
        ordinal=5,
        text="The costs of destruction in an environmentally sound manner deserve a word here.",
        replace=("Stress that safe storage", "Stress that safe and environmentally sound storage"),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="iv-a1-rate",
        target="action",
        section="IV",
        ordinal=1,
        text=(
            "A monthly rate does not fit destruction under contract, where batches leave the "
            "country twice a year."
        ),
        replace=("the monthly rate and the date", "the expected rate for each year and the date"),
        position="support_with_changes",
        type="substantive",
        reason="Annual figures can be compared with the reports, which are annual as well.",
        suits=("state_party",),
    ),
    Comment(
        key="iv-a1-year",
        target="action",
        section="IV",
        ordinal=1,
        text=(
            "From when does the year run? For a new State Party it should be from entry into force."
        ),
        replace=(
            "within one year, stating",
            "within one year of the adoption of the plan or of entry into force for it, stating",
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="iv-a1-monthly-keep",
        target="action",
        section="IV",
        ordinal=1,
        text=(
            "The monthly rate should stay. It shows at an early stage whether a plan is still "
            "realistic."
        ),
        passage="the monthly rate",
        position="support",
        type="substantive",
    ),
    Comment(
        key="iv-a3-inform",
        target="action",
        section="IV",
        ordinal=3,
        text="The Coordinators should be informed together with the President.",
        replace=(
            "informs the President as soon",
            "informs the President and the Coordinators as soon",
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="iv-a4-budget",
        target="action",
        section="IV",
        ordinal=4,
        text="The words in brackets explain the action and could move to the indicator.",
        replace=(" (milestones would be those against which later reports are read)", ""),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="iv-a4-appui-fr",
        target="action",
        section="IV",
        ordinal=4,
        text=(
            "La demande devrait aussi indiquer les mesures de sécurité prises pour les stocks en "
            "attente de destruction. Les populations voisines des dépôts y ont droit."
        ),
        position="support_with_changes",
        type="substantive",
        language="fr",
    ),
    Comment(
        key="iv-a7-two-years",
        target="action",
        section="IV",
        ordinal=7,
        text=(
            "After two years without progress the initiative should lie with the Analysis Group. "
            "An invitation that is never sent helps nobody."
        ),
        replace=(
            "invites the Analysis Group to a dialogue on",
            "enters, at the invitation of the Analysis Group, into a dialogue on",
        ),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="iv-a9-retention",
        target="action",
        section="IV",
        ordinal=9,
        text=(
            "We question whether live submunitions are needed for training at all, and would say "
            "so."
        ),
        replace=(
            "keeps it to what is absolutely necessary,",
            (
                "keeps it to what is absolutely necessary, considers training without live "
                "submunitions,"
            ),
        ),
        position="support_with_changes",
        type="substantive",
        suits=("civil_society", "state_party", "organization"),
    ),
    Comment(
        key="iv-missing-transit",
        target="missing",
        section="IV",
        after="action",
        ordinal=9,
        text="Foreign stocks on the territory of States Parties are not addressed.",
        wording=(
            "A State Party on whose territory another State keeps cluster munitions seeks their "
            "removal or destruction, and reports on the result;"
        ),
        position="support_with_changes",
        type="substantive",
        suits=("civil_society", "state_party"),
    ),
)
