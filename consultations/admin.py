"""
Nothing of this app is on the administration pages, and nothing may be put there.

Comments in preparation are closed to everybody outside their delegation; notes, replies, points and
the history of all of these would be shown there to whoever administers the portal.
"""
