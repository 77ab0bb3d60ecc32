"""`python -m trends`."""

from trends.cli import main

main()
