"""Figures of one open sheet from a spreadsheet: what was brought, its preview, the template. What
rows mean is `modules/assessments/from_spreadsheet`; saving is that of the sheet."""
