"""`python -m trends.cli`."""

from trends.cli.entry import main

main()
