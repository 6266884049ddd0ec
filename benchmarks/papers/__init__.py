"""One notice in three hands: ours, the typesetter alone, and the other renderer."""
