"""A record as people read it: page, paper, terminal."""
