"""The command line: one short function per command that parses, calls and prints."""

from trends.cli.entry import main

__all__ = ["main"]
