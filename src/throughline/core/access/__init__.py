"""
Who may see and do what.

`actor` says who is acting and tells the database; `row_security` holds the policies and grants
declared by each context and puts them into the database after every migration; `permissions` asks
whether a person may do a thing. Deny by default, twice: in queries, and in the database behind them.
"""

from throughline.core.access.actor import Actor, acting_as, as_system, current_actor
from throughline.core.access.permissions import NotAllowed, require

__all__ = ["Actor", "NotAllowed", "acting_as", "as_system", "current_actor", "require"]
