"""What goes out as a paper or a list; each module one of them."""
