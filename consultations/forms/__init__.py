"""The shape of what people type in a consultation."""
