"""Files of former results: their bytes, reading them, pages, a marked copy. What they mean for the
year is `modules/assessments/former_years`."""
