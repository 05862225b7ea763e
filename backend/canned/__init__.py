"""Canned answers: texts with placeholders, owned by trainers and supervisors, used by consultants."""
