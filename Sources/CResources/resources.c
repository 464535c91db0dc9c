#include "CResources.h"

#include <string.h>

// Files are read by the compiler (#embed, C23; a Clang extension in older modes), which also tracks them as dependencies.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char about[] = {
#embed "data/about.txt"
};

static const unsigned char vocabulary_ar[] = {
#embed "data/vocabulary/ar.txt"
};
static const unsigned char vocabulary_en[] = {
#embed "data/vocabulary/en.txt"
};
static const unsigned char vocabulary_fr[] = {
#embed "data/vocabulary/fr.txt"
};
static const unsigned char vocabulary_es[] = {
#embed "data/vocabulary/es.txt"
};
static const unsigned char vocabulary_de[] = {
#embed "data/vocabulary/de.txt"
};

static const CResource resources[] = {
    {"about.txt", about, sizeof about},
    {"vocabulary/ar.txt", vocabulary_ar, sizeof vocabulary_ar},
    {"vocabulary/en.txt", vocabulary_en, sizeof vocabulary_en},
    {"vocabulary/fr.txt", vocabulary_fr, sizeof vocabulary_fr},
    {"vocabulary/es.txt", vocabulary_es, sizeof vocabulary_es},
    {"vocabulary/de.txt", vocabulary_de, sizeof vocabulary_de},
};

const CResource *creport_resource_at(size_t index) {
  return index < sizeof resources / sizeof resources[0] ? &resources[index] : NULL;
}

const CResource *creport_resource(const char *name) {
  for (size_t i = 0; i < sizeof resources / sizeof resources[0]; i++)
    if (strcmp(resources[i].name, name) == 0) return &resources[i];
  return NULL;
}
