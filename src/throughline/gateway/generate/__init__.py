"""
Synthetic landscapes and caseloads of any size, faithful to published figures and wholly invented.

`run.generate` makes one; `verify.verify` checks it by SQL; `size.Size` says how large it is. How it is
made, and what it is and is not faithful to, is in docs/generator.md.
"""
