"""`python -m engtrack` is `engtrack`."""

from engtrack.cli import main

main()
