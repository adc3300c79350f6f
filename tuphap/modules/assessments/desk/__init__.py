"""The page of the appraiser: two columns side by side, findings, returns, decisions."""
