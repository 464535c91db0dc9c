/// Pictures through libgd, which is opened when the first one is made small: a program that shows none neither loads its
/// libraries nor needs to have them.
#ifndef REPORT_PICTURES_H
#define REPORT_PICTURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum rp_kind { RP_JPEG = 0, RP_PNG = 1, RP_WEBP = 2 } rp_kind;

/// A picture as JPEG; to be given back with `rp_release`.
typedef struct rp_picture {
  void *bytes;
  int count, width, height;
} rp_picture;

/// Opens the library; NULL when it works, else why not.
const char *rp_load(void);

/// Decodes `count` bytes, turns them as Exif's `orientation` (1…8) says, brings them down to at most `width` and `height`
/// pixels with the proportions kept, and encodes them as JPEG of `quality` (0…100) on white. False when the bytes are not a
/// whole picture of that kind with at most `most_pixels` pixels. The caller has bounded the size that the bytes announce.
bool rp_shrink(const uint8_t *bytes, size_t count, rp_kind kind, int orientation, int width, int height, int quality,
               int64_t most_pixels, rp_picture *result);

void rp_release(rp_picture *picture);

#endif
