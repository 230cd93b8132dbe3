"""The report of a round: every input with its replies and its answer, as rows, as CSV and as a printed document."""
