#ifndef REPORTGEN_CLUA_PATTERN_H
#define REPORTGEN_CLUA_PATTERN_H

#include "internal.h"

// Lua patterns (reference manual, §6.4.1), read once into items and matched under the state's limits.

#define MAX_CAPTURES 32

typedef struct pattern_item {
  uint8_t kind, repeat;
  uint8_t first, second;  // a literal byte, the delimiters of %b, or the number of a back reference
  uint32_t set[8];        // a bit for each byte that matches
} pattern_item;

typedef struct pattern {
  pattern_item *items;
  size_t count;
  size_t lead;  // the item that any match begins with, NO_LEAD when there is none
  bool anchored;
} pattern;

#define NO_LEAD SIZE_MAX

typedef struct capture {
  const char *start;
  ptrdiff_t length;  // CAPTURE_OPEN, CAPTURE_POSITION or a count of bytes
} capture;

enum { CAPTURE_OPEN = -1, CAPTURE_POSITION = -2 };

typedef struct matcher {
  lua_State *L;
  clua_state *state;
  const pattern *pattern;
  const char *subject, *end;
  unsigned steps;
  int depth;
  int level;  // captures so far
  capture captures[MAX_CAPTURES];
} matcher;

// Items kept on the C stack; longer patterns take memory from Lua.
#define INLINE_ITEMS 24

// Whether a pattern is plain text.
bool pattern_is_plain(const char *text, size_t count);
// The number of items that a pattern can have at most.
static inline size_t pattern_capacity(size_t count) { return count + 1; }
// Reads a pattern into `items`. What is malformed raises when a match gets there.
void pattern_read(lua_State *L, pattern *pattern, pattern_item *items, const char *text, size_t count);
// Room for the items of a pattern: `inlined` if it fits, else a userdata that is pushed (nil otherwise).
pattern_item *pattern_room(lua_State *L, pattern_item *inlined, size_t count);

void matcher_start(matcher *matcher, lua_State *L, const pattern *pattern, const char *subject, size_t count);
// The first place from `from` on where the pattern may match; NULL when it matches nowhere.
const char *matcher_candidate(matcher *matcher, const char *from);
// Matches at `from`; the end of the match, or NULL.
const char *matcher_match(matcher *matcher, const char *from);
// Pushes capture `index` (from 0); the whole match for 0 where there are none.
void push_capture(matcher *matcher, int index, const char *from, const char *to);
// Pushes all captures, the whole match if there are none and `from` is given; returns how many.
int push_captures(matcher *matcher, const char *from, const char *to);

#endif
