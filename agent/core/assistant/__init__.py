"""The first-run assistant, decided: steps, words, what they show and what they wish for."""
