"""
The field's own words, as the codes that several contexts store: needs, orders, risks, roles.

No tables and no rules: `people` and `supply` do not know each other, but both have to mean the same
thing by "accommodation" (see docs/decisions).
"""
