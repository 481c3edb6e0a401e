"""The pages of the responsible officer, one file for each thing they come to do."""
