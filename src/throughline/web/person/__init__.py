"""What the person under supervision sees: their plan, their appointments, their days, in plain words."""
