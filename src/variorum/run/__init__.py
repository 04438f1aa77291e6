"""The stages in order, and what moves items along them."""
