"""A revised paper beside the text it comes from: which of its units is which."""
