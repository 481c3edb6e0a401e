"""Records turned into the words, tags and links of the officer’s pages."""
