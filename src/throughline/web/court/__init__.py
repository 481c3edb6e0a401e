"""Pages of whoever advises a court: what there is for somebody before sentence, and brochures of it."""
