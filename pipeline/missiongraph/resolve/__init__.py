"""Which thing in the world a name means: candidates, a score with a readable reason, a decision."""
