#include "pictures.h"
#include <dlfcn.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

// The interface of libgd 2.x as it has been since soname 3, so that no header of it is needed. Of an image only the first
// fields are looked at, which are part of that interface.
typedef struct gd_image {
  unsigned char **pixels;
  int sx, sy;
} gd_image;

static struct {
  gd_image *(*from_jpeg)(int, void *, int);
  gd_image *(*from_png)(int, void *);
  gd_image *(*from_webp)(int, void *);
  gd_image *(*create)(int, int);
  void (*destroy)(gd_image *);
  void (*fill)(gd_image *, int, int, int, int, int);
  void (*blend)(gd_image *, int);
  void (*interlace)(gd_image *, int);
  void (*resample)(gd_image *, gd_image *, int, int, int, int, int, int, int, int);
  int (*pixel)(gd_image *, int, int);
  void (*set_pixel)(gd_image *, int, int, int);
  void *(*jpeg)(gd_image *, int *, int);
  void (*release)(void *);
  void (*set_error)(void (*)(int, const char *, va_list));
} gd;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char trouble[512];
static bool loaded;

static void quiet(int priority, const char *format, va_list arguments) {
  (void)priority;
  (void)format;
  (void)arguments;
}

static void load(void) {
  void *library = dlopen("libgd.so.3", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(trouble, sizeof trouble, "pictures need libgd, which cannot be opened (%s); on Debian: apt-get install libgd3", dlerror());
    return;
  }
  struct {
    void *place;
    const char *name;
  } symbols[] = {
      {&gd.from_jpeg, "gdImageCreateFromJpegPtrEx"}, {&gd.from_png, "gdImageCreateFromPngPtr"},
      {&gd.from_webp, "gdImageCreateFromWebpPtr"},   {&gd.create, "gdImageCreateTrueColor"},
      {&gd.destroy, "gdImageDestroy"},               {&gd.fill, "gdImageFilledRectangle"},
      {&gd.blend, "gdImageAlphaBlending"},           {&gd.interlace, "gdImageInterlace"},
      {&gd.resample, "gdImageCopyResampled"},        {&gd.pixel, "gdImageGetTrueColorPixel"},
      {&gd.set_pixel, "gdImageSetPixel"},            {&gd.jpeg, "gdImageJpegPtr"},
      {&gd.release, "gdFree"},                       {&gd.set_error, "gdSetErrorMethod"},
  };
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
    void *symbol = dlsym(library, symbols[i].name);
    if (symbol == NULL) {
      snprintf(trouble, sizeof trouble, "the libgd of this machine lacks %s", symbols[i].name);
      return;
    }
    memcpy(symbols[i].place, &symbol, sizeof symbol);
  }
  gd.set_error(quiet);
  loaded = true;
}

const char *rp_load(void) {
  pthread_once(&once, load);
  return loaded ? NULL : trouble;
}

static gd_image *white(int width, int height) {
  gd_image *image = gd.create(width, height);
  if (image != NULL) gd.fill(image, 0, 0, width - 1, height - 1, 0xFFFFFF);
  return image;
}

// The orientations of Exif 2.3 (4.6.4, tag 0x0112): where the first row and the first column of the file belong.
static gd_image *turned(gd_image *image, int orientation) {
  if (orientation < 2 || orientation > 8) return image;
  int width = image->sx, height = image->sy;
  bool swaps = orientation >= 5;
  gd_image *result = white(swaps ? height : width, swaps ? width : height);
  if (result == NULL) return image;
  for (int y = 0; y < height; y++) {
    for (int x = 0; x < width; x++) {
      int to_x = x, to_y = y;
      switch (orientation) {
        case 2: to_x = width - 1 - x; break;
        case 3: to_x = width - 1 - x, to_y = height - 1 - y; break;
        case 4: to_y = height - 1 - y; break;
        case 5: to_x = y, to_y = x; break;
        case 6: to_x = height - 1 - y, to_y = x; break;
        case 7: to_x = height - 1 - y, to_y = width - 1 - x; break;
        case 8: to_x = y, to_y = width - 1 - x; break;
      }
      gd.set_pixel(result, to_x, to_y, gd.pixel(image, x, y));
    }
  }
  gd.destroy(image);
  return result;
}

bool rp_shrink(const uint8_t *bytes, size_t count, rp_kind kind, int orientation, int width, int height, int quality,
               int64_t most_pixels, rp_picture *result) {
  memset(result, 0, sizeof *result);
  if (rp_load() != NULL || count > INT_MAX || width < 1 || height < 1) return false;
  gd_image *image = NULL;
  switch (kind) {
    // A file that ends early or is damaged is no picture: no warning is passed over.
    case RP_JPEG: image = gd.from_jpeg((int)count, (void *)bytes, 0); break;
    case RP_PNG: image = gd.from_png((int)count, (void *)bytes); break;
    case RP_WEBP: image = gd.from_webp((int)count, (void *)bytes); break;
  }
  if (image == NULL) return false;
  int from_width = image->sx, from_height = image->sy;
  if (from_width < 1 || from_height < 1 || (int64_t)from_width * from_height > most_pixels) {
    gd.destroy(image);
    return false;
  }
  // The bounds are those of the turned picture.
  int room_width = orientation >= 5 ? height : width, room_height = orientation >= 5 ? width : height;
  double share = 1;
  if (from_width > room_width) share = (double)room_width / from_width;
  if (from_height * share > room_height) share = (double)room_height / from_height;
  int to_width = (int)(from_width * share + 0.5), to_height = (int)(from_height * share + 0.5);
  if (to_width < 1) to_width = 1;
  if (to_height < 1) to_height = 1;
  gd_image *small = white(to_width, to_height);
  if (small != NULL) {
    gd.blend(small, 1);
    gd.resample(small, image, 0, 0, 0, 0, to_width, to_height, from_width, from_height);
  }
  gd.destroy(image);
  if (small == NULL) return false;
  small = turned(small, orientation);
  gd.interlace(small, 1);
  result->width = small->sx;
  result->height = small->sy;
  result->bytes = gd.jpeg(small, &result->count, quality);
  gd.destroy(small);
  return result->bytes != NULL && result->count > 0;
}

void rp_release(rp_picture *picture) {
  if (picture->bytes != NULL) gd.release(picture->bytes);
  picture->bytes = NULL;
}
