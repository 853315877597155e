"""The assistant's steps, decided without devices."""
