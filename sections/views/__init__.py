"""Pages of drafting, importing and issued drafts."""
