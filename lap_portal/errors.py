"""What operations raise when the person is the right one but the act is not."""


class RuleViolation(Exception):
    """An allowed person, a forbidden act or moment. Its text is a sentence for the person."""


class StaleRevision(RuleViolation):
    """The words were changed by somebody else since the person last saw them."""
