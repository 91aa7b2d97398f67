class Refused(Exception):
    """What was given cannot be exported; the message says what, and what to do."""
