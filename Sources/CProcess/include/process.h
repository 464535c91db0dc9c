// The arguments that the process was started with.
#pragma once

/// The number of arguments, the program's name included.
int process_argument_count(void);

/// Argument `index`, from 0 (the program's name) to the count less one.
const char *process_argument(int index);
