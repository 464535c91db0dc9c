// utf8.len (reference manual, §6.5): the only function of its library that may take long over one call.
#include "internal.h"

// Bytes between two looks at the limits.
#define PIECE 65536

// The length of the sequence at `p`, 0 if it is not valid. With `lax`, values up to 2^31 and surrogates are accepted.
static size_t sequence_length(const unsigned char *p, const unsigned char *end, bool lax) {
  if (*p < 0x80) return 1;
  if (*p < 0xC0 || *p >= 0xFE) return 0;
  size_t length = *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : *p < 0xF8 ? 4 : *p < 0xFC ? 5 : 6;
  if ((size_t)(end - p) < length) return 0;
  uint32_t value = *p & (0x7F >> length);
  for (size_t i = 1; i < length; i++) {
    if ((p[i] & 0xC0) != 0x80) return 0;
    value = value << 6 | (p[i] & 0x3F);
  }
  static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000, 0x200000, 0x4000000};
  if (value < least[length]) return 0;
  if (!lax && (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))) return 0;
  return length;
}

static lua_Integer from_start(lua_Integer position, size_t length) {
  if (position >= 0) return position;
  return -position > (lua_Integer)length ? 0 : (lua_Integer)length + position + 1;
}

static int utf8_len(lua_State *L) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer first = from_start(luaL_optinteger(L, 2, 1), length), last = from_start(luaL_optinteger(L, 3, -1), length);
  bool lax = lua_toboolean(L, 4);
  luaL_argcheck(L, first >= 1 && first - 1 <= (lua_Integer)length, 2, "initial position out of bounds");
  luaL_argcheck(L, last <= (lua_Integer)length, 3, "final position out of bounds");
  lua_Integer count = 0;
  size_t polled = 0;
  for (size_t at = (size_t)first - 1; (lua_Integer)at < last; count++) {
    const unsigned char *bytes = (const unsigned char *)text;
    size_t step = sequence_length(bytes + at, bytes + length, lax);
    if (step == 0) {
      luaL_pushfail(L);
      lua_pushinteger(L, (lua_Integer)at + 1);
      return 2;
    }
    at += step;
    if (at - polled >= PIECE) {
      poll_limits(L, state_of(L));
      polled = at;
    }
  }
  lua_pushinteger(L, count);
  return 1;
}

void bound_utf8(lua_State *L) {
  lua_pushcfunction(L, utf8_len);
  lua_setfield(L, -2, "len");
}
