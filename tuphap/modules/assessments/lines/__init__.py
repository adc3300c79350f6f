"""One line of a sheet as plain values: its item, its fields, what each column says of it."""
