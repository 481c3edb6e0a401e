"""
The benchmarks: each prints its figure, that of a plain way of doing the same in the same run, and the ratio.

`catalogue.BENCHMARKS` lists them; what each measures and does not is in docs/benchmarks.md.
"""
