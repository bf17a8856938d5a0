"""How the questions of the demonstration paper want to be answered."""

from __future__ import annotations

from consultations.demonstration.shapes import QuestionShape

QUESTION_SHAPES: tuple[QuestionShape, ...] = (
    QuestionShape("II.B", 1, "yes_no"),
    QuestionShape("II.B", 2, "appropriate"),
    QuestionShape("II.B", 3, "principles_or_actions"),
    QuestionShape("III.c", 1, "yes_no"),
    QuestionShape("III.c", 2, "appropriate"),
    QuestionShape("IV", 1, "missing"),
    QuestionShape("IV", 2, "appropriate"),
    QuestionShape("V", 1, "missing"),
    QuestionShape("V", 2, "appropriate"),
    QuestionShape("VI", 1, "missing"),
    QuestionShape("VI", 2, "appropriate"),
    QuestionShape("VII", 1, "missing"),
    QuestionShape("VII", 2, "appropriate"),
    QuestionShape("VIII", 1, "missing"),
    QuestionShape("VIII", 2, "appropriate"),
    QuestionShape("IX", 1, "missing"),
    QuestionShape("IX", 2, "appropriate"),
    QuestionShape("X", 1, "missing"),
    QuestionShape("X", 2, "appropriate"),
    QuestionShape("XI", 1, "yes_no"),
    QuestionShape("XI", 2, "appropriate"),
    QuestionShape("XI", 3, "principles_or_actions"),
)
