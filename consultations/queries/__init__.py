"""What each page needs, in a constant number of queries."""
