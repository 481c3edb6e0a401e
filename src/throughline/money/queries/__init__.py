"""What pages ask of the ledger, budgets and reconciliations."""
