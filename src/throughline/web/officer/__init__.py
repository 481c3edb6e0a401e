"""What a responsible officer comes to do: see what waits, know the person, refer, count days, decide."""
