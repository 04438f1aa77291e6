"""A record in other people's formats."""
