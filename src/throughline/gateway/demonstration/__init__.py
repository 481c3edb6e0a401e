"""
The demonstration: a small generated landscape, and one named person of each kind of user in it.

What waits on them is made by the same actions that pages call, so that it is exactly what those leave.
"""
