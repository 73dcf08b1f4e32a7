"""What is kept: one aggregate a file, with the reads named by their question. `transaction` is the only commit."""
