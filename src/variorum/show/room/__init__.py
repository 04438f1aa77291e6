"""The reading room: pages of a case served on this machine, where people compare, decide and sign."""
