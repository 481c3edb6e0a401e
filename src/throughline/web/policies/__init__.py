"""Whether to refer, and why it was not done: referral policies, local notes, reasons counted (S69, S70)."""
