"""One document in, its reading out: marks and statements."""
