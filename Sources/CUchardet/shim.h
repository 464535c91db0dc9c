// libuchardet, the detector of encodings that came out of Mozilla.
#include <uchardet.h>
