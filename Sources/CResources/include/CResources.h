#ifndef REPORTGEN_CRESOURCES_H
#define REPORTGEN_CRESOURCES_H
#include <stdbool.h>
#include <stddef.h>

// A file compiled into the binary, so that one file is all that has to be installed.
typedef struct {
  const char *name; // path-like, e.g. "language/ar.stopwords"
  const unsigned char *bytes;
  size_t size;
} CResource;

// The resource of that name, or NULL.
const CResource *creport_resource(const char *name);

// The resource at an index, or NULL past the last one.
const CResource *creport_resource_at(size_t index);

// The file that this code was read from, a program or a library; false when it cannot be told.
bool creport_own_file(char *path, size_t size);
#endif
