"""The matrix of communes and columns, as plain values and as rows of a page."""
