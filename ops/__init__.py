"""Running the portal on one machine: set-up, embedded servers, start and stop, checks, backup.

Standard library only, because it runs before anything is installed: ``python3 -m ops run`` (or ``make run``).
"""
