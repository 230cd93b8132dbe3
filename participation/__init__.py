"""Participation: dialogue between municipality and civil society, and training. Its rooms are built on this floor."""
