// The arguments that the process was started with, what it was built from, and eventfd(2), which Swift's Glibc module leaves
// out.
#pragma once

#include <sys/eventfd.h>

/// The number of arguments, the program's name included.
int process_argument_count(void);

/// Argument `index`, from 0 (the program's name) to the count less one.
const char *process_argument(int index);

/// What the program was built from, such as "31a1d3b, 2026-12-01, x86_64"; empty when the build did not say.
const char *process_build(void);
