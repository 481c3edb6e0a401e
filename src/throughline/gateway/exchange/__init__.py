"""
Files exchanged with case systems: a mapping file says how their columns are our records (S122, S123).

`mapping` reads one, `records` says what can be exchanged, `importing` takes a file in and `exporting` writes
one. docs/rules/exchanging-files.md tells how it is used.
"""
