"""Rules of money: facts in, an answer out."""
