"""Comments on part III of the demonstration paper."""

from __future__ import annotations

from consultations.demonstration.shapes import Comment

UNIVERSALIZATION: tuple[Comment, ...] = (
    Comment(
        key="iii-13-order",
        target="paragraph",
        section="III",
        ordinal=13,
        text="We would begin with the third task. Those who wish to convince others begin at home.",
        type="substantive",
        position="support_with_changes",
    ),
    Comment(
        key="iii-a-c1-target",
        target="consideration",
        section="III.a",
        ordinal=1,
        text=(
            "Mentioning a target only to say that it will be missed is discouraging. The chapeau "
            "could look ahead."
        ),
        replace=(
            "and that the target of 130 States Parties by 2020 has moved out of reach",
            "and that new ways are needed to come closer to the target of 130 States Parties",
        ),
        position="support_with_changes",
        type="drafting",
    ),
    Comment(
        key="iii-a-c2-signatory",
        target="consideration",
        section="III.a",
        ordinal=2,
        text=(
            "As a signatory we recognize ourselves in this sentence. Our bill has waited for a "
            "place on the agenda of parliament through two legislatures."
        ),
        passage="parliamentary time or technical advice",
        position="support",
        type="general",
        suits=("signatory",),
    ),
    Comment(
        key="iii-a-a1-regions",
        target="action",
        section="III.a",
        ordinal=1,
        text=(
            "A lead State in each region is a good idea. It should be chosen by the region and not "
            "appointed."
        ),
        replace=(
            "with one lead State per region that reports",
            "with one lead State chosen by each region, which reports",
        ),
        position="support_with_changes",
        type="drafting",
        suits=("state_party",),
    ),
    Comment(
        key="iii-a-a2-visits",
        target="action",
        section="III.a",
        ordinal=2,
        text=(
            "Such visits helped us a great deal. We are ready to receive more of them and, once "
            "our own procedure is complete, to pay them to others."
        ),
        position="support",
        type="general",
        suits=("signatory",),
    ),
    Comment(
        key="iii-a-a3-record",
        target="action",
        section="III.a",
        ordinal=3,
        text=(
            "A record of confidential contacts would have a chilling effect. We could agree to a "
            "count of contacts by region."
        ),
        replace=(
            "and record the outcome so that contacts build on one another",
            "and keep the Presidency informed so that contacts build on one another",
        ),
        position="concern",
        type="substantive",
        suits=("state_party", "state_not_party"),
    ),
    Comment(
        key="iii-b-c1-condemn",
        target="consideration",
        section="III.b",
        ordinal=1,
        text=(
            "Concern is not enough. Earlier Meetings have used the word condemn, and the plan must "
            "not fall behind them."
        ),
        replace=("Express grave concern at every use", "Condemn every use"),
        position="support_with_changes",
        type="substantive",
        suits=("state_party", "civil_society", "red_cross"),
    ),
    Comment(
        key="iii-b-a2-established",
        target="action",
        section="III.b",
        ordinal=2,
        text=(
            "It should be said who establishes the facts. In its present form the sentence invites "
            "dispute."
        ),
        passage="where use has been established",
        position="concern",
        type="substantive",
    ),
    Comment(
        key="iii-b-a3-interoperability",
        target="action",
        section="III.b",
        ordinal=3,
        text=(
            "Joint operations are planned in confidence. We can explain obligations, but not "
            "report on each exchange."
        ),
        replace=(
            ", and report on the steps taken to dissuade partners",
            ", and make every effort to dissuade partners",
        ),
        position="cannot_support",
        type="substantive",
        suits=("state_party",),
    ),
    Comment(
        key="iii-c-a1-cooperation",
        target="action",
        section="III.c",
        ordinal=1,
        text=(
            "The order of steps is right. Some guidance on how long each of them should last would "
            "be helpful."
        ),
        position="support",
        type="substantive",
    ),
    Comment(
        key="iii-c-a2-calendar",
        target="action",
        section="III.c",
        ordinal=2,
        text="One year is short for a request that must be submitted nine months ahead.",
        replace=("at least one year ahead", "at least two years ahead"),
        position="support_with_changes",
        type="substantive",
    ),
    Comment(
        key="iii-c-missing-coordinator",
        target="missing",
        section="III.c",
        after="action",
        ordinal=2,
        text="Compliance has no coordinator. The plan could foresee one.",
        wording=(
            "Designate one or two States to coordinate work on compliance, with the task of "
            "keeping dialogue open between the parties concerned."
        ),
        position="support_with_changes",
        type="substantive",
        suits=("state_party", "civil_society"),
    ),
    Comment(
        key="iii-b-zh-term",
        target="action",
        section="III.b",
        ordinal=1,
        text=(
            "建议中文本统一使用“集束弹药”一词，并将“discourage”译为“劝阻”，与《公约》第二十一条的作"
            "准文本保持一致。"
        ),
        position="support",
        type="translation",
        language="zh",
    ),
)
