"""Wordings of the second draft of the demonstration plan."""

from __future__ import annotations

from consultations.demonstration.shapes import Revision

REVISIONS: tuple[Revision, ...] = (
    Revision(
        section="II.B",
        kind="principle",
        ordinal=2,
        replace=("are heard when priorities are set", "take part when priorities are set"),
        reason="Participation goes further than being heard and was asked for.",
        prompted_by=("ii-b-p2-gender",),
    ),
    Revision(
        section="III.a",
        kind="action",
        ordinal=1,
        replace=(
            "with one lead State per region that reports",
            "with one lead State chosen by each region, which reports",
        ),
        reason="The choice of the lead State belongs to the region.",
        prompted_by=("iii-a-a1-regions",),
    ),
    Revision(
        section="III.b",
        kind="action",
        ordinal=3,
        replace=(
            "and report on the steps taken to dissuade partners",
            "and report, to the extent possible, on the steps taken to dissuade partners",
        ),
        reason="Some exchanges are confidential; the purpose of the action remains.",
        prompted_by=("iii-b-a3-interoperability",),
    ),
    Revision(
        section="III.c",
        kind="action",
        ordinal=2,
        replace=("at least one year ahead", "at least two years ahead"),
        reason=(
            "A request has to be submitted nine months before the Meeting; one year was too short."
        ),
        prompted_by=("iii-c-a2-calendar",),
    ),
    Revision(
        section="IV",
        kind="action",
        ordinal=1,
        replace=("the monthly rate and the date", "the expected rate for each year and the date"),
        reason="Annual figures can be compared with annual reports.",
        prompted_by=("iv-a1-rate", "iv-a1-monthly-keep"),
    ),
    Revision(
        section="V",
        kind="action",
        ordinal=1,
        replace=(
            "of all suspected areas by the end of 2023",
            "of all suspected areas to which there is access by the end of 2023",
        ),
        reason="Keeps the date and takes account of areas without access.",
        prompted_by=("v-a1-date", "v-a1-ambition", "v-a1-ar"),
    ),
    Revision(
        section="VI",
        kind="consideration",
        ordinal=5,
        replace=("lead people knowingly into", "leave people no choice but to enter"),
        reason="The former words could be read as blame.",
        prompted_by=("vi-c5-scrap",),
    ),
    Revision(
        section="VII",
        kind="action",
        ordinal=6,
        replace=(
            "Enable victims to earn",
            "Enable victims, including the families of those killed, to earn",
        ),
        reason="Brings the action into line with the definition in Article 2.",
        prompted_by=("vii-a6-families", "vii-c2-families"),
    ),
    Revision(
        section="VIII",
        kind="action",
        ordinal=2,
        replace=(
            "a country coalition that meets",
            "a country coalition, or a similar mechanism already in place, that meets",
        ),
        reason="No new meeting where a suitable one exists.",
        prompted_by=("viii-a2-coalition",),
    ),
    Revision(
        section="IX",
        kind="action",
        ordinal=4,
        replace=(
            "Adapt the reporting form by",
            "Adapt the reporting form, after a trial by some States Parties, by",
        ),
        reason="A trial will show what can be answered in practice.",
        prompted_by=("ix-a4-form",),
    ),
)
