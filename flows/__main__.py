"""`python -m flows` is `claimwatch`."""

from flows.cli import main

main()
