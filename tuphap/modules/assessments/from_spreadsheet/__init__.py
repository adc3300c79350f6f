"""Figures of one sheet out of rows of a spreadsheet, as plain values: what they mean, what they
would change, what is wrong with them. Nothing here reads files or asks the database."""
