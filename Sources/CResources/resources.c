#include "CResources.h"

#include <string.h>

// Files are read by the compiler (#embed, C23; a Clang extension in older modes), which also tracks them as dependencies.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char about[] = {
#embed "data/about.txt"
};

static const CResource resources[] = {
    {"about.txt", about, sizeof about},
};

const CResource *creport_resource_at(size_t index) {
  return index < sizeof resources / sizeof resources[0] ? &resources[index] : NULL;
}

const CResource *creport_resource(const char *name) {
  for (size_t i = 0; i < sizeof resources / sizeof resources[0]; i++)
    if (strcmp(resources[i].name, name) == 0) return &resources[i];
  return NULL;
}
