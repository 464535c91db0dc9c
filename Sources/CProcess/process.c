// The C library hands the arguments to every constructor (glibc does so since 2.0), before main and without /proc.
#include "process.h"

static int count;
static char **arguments;

__attribute__((constructor)) static void keep_arguments(int argc, char **argv) {
  count = argc;
  arguments = argv;
}

int process_argument_count(void) { return count; }

const char *process_argument(int index) { return index >= 0 && index < count ? arguments[index] : ""; }

// Releases are linked with an object that has this name, too, and says more (packaging/build-info).
__attribute__((weak)) const char reportgen_build[] = "";

const char *process_build(void) { return reportgen_build; }
