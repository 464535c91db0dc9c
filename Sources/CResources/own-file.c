#define _GNU_SOURCE
#include "CResources.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

bool creport_own_file(char *path, size_t size) {
  Dl_info image;
  if (dladdr((const void *)(size_t)creport_own_file, &image) == 0 || image.dli_fname == NULL) return false;
  // A program goes by the name that it was called by, which may be no path; /proc knows better, where there is one.
  char *resolved = NULL;
  if (strstr(image.dli_fname, ".so") == NULL) resolved = realpath("/proc/self/exe", NULL);
  if (resolved == NULL && strchr(image.dli_fname, '/') != NULL) resolved = realpath(image.dli_fname, NULL);
  if (resolved == NULL) return false;
  size_t length = strlen(resolved);
  bool fits = length < size;
  if (fits) memcpy(path, resolved, length + 1);
  free(resolved);
  return fits;
}
