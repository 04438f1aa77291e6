"""Lets `python -m variorum` be the command line."""

from variorum.cli import main

if __name__ == "__main__":
    main()
