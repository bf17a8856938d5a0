"""The shapes of what people enter when they draft and import."""
