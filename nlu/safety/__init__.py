"""Does a message mean danger? Runs before anything else, standalone too: a relay between two humans uses it."""

from nlu.safety.model import SafetyFinding, assess

__all__ = ["SafetyFinding", "assess"]
