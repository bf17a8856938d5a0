"""Every change to what is said about a draft: one function each, by the kind of act."""
