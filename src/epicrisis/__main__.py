"""`python -m epicrisis`."""

from epicrisis.cli.main import main

main()
