// The string library: what Lua's own does without bounds is written anew from the reference manual (§6.4).
#ifndef _GNU_SOURCE
#define _GNU_SOURCE  // memmem
#endif
#include "pattern.h"

#include <string.h>

// Formats of pack and unpack longer than this are refused: each of their options is a step that nothing interrupts.
#define MAX_PACK_FORMAT 65536

// Turns a position relative to the end into one from the start, at least 1.
static size_t start_position(lua_Integer position, size_t length) {
  if (position > 0) return (size_t)position;
  if (position == 0) return 1;
  if (position < -(lua_Integer)length) return 1;
  return length + (size_t)position + 1;
}

static int find_or_match(lua_State *L, bool find) {
  size_t length, pattern_length;
  const char *subject = luaL_checklstring(L, 1, &length), *text = luaL_checklstring(L, 2, &pattern_length);
  size_t start = start_position(luaL_optinteger(L, 3, 1), length) - 1;
  if (start > length) {
    luaL_pushfail(L);
    return 1;
  }
  if (find && (lua_toboolean(L, 4) || pattern_is_plain(text, pattern_length))) {
    check_stop(L, state_of(L));
    // memmem takes linear time; searching byte by byte would take quadratic time.
    const char *found = pattern_length == 0
                            ? subject + start
                            : memmem(subject + start, length - start, text, pattern_length);
    if (found == NULL) {
      luaL_pushfail(L);
      return 1;
    }
    lua_pushinteger(L, found - subject + 1);
    lua_pushinteger(L, found - subject + (lua_Integer)pattern_length);
    return 2;
  }
  pattern pattern = {0};
  pattern.anchored = pattern_length > 0 && text[0] == '^';
  if (pattern.anchored) text++, pattern_length--;
  pattern_item inlined[INLINE_ITEMS];
  pattern_read(L, &pattern, pattern_room(L, inlined, pattern_length), text, pattern_length);
  matcher matcher;
  matcher_start(&matcher, L, &pattern, subject, length);
  for (const char *from = subject + start; from <= matcher.end; from++) {
    if (!pattern.anchored && (from = matcher_candidate(&matcher, from)) == NULL) break;
    const char *to = matcher_match(&matcher, from);
    if (to != NULL) {
      if (!find) return push_captures(&matcher, from, to);
      lua_pushinteger(L, from - subject + 1);
      lua_pushinteger(L, to - subject);
      return push_captures(&matcher, NULL, NULL) + 2;
    }
    if (pattern.anchored) break;
  }
  luaL_pushfail(L);
  return 1;
}

static int string_find(lua_State *L) { return find_or_match(L, true); }
static int string_match(lua_State *L) { return find_or_match(L, false); }

// gmatch: a userdata keeps the pattern and the place ---------------------------------------------------------------------

typedef struct search {
  size_t next;
  size_t last_end;  // the end of the last match, SIZE_MAX before the first
  pattern pattern;
  pattern_item items[];
} search;

static int next_match(lua_State *L) {
  search *search = lua_touserdata(L, lua_upvalueindex(2));
  size_t length;
  const char *subject = lua_tolstring(L, lua_upvalueindex(1), &length);
  matcher matcher;
  matcher_start(&matcher, L, &search->pattern, subject, length);
  if (search->next > length) return 0;
  for (const char *from = subject + search->next; from <= matcher.end; from++) {
    if ((from = matcher_candidate(&matcher, from)) == NULL) break;
    const char *to = matcher_match(&matcher, from);
    if (to != NULL && (size_t)(to - subject) != search->last_end) {
      search->next = search->last_end = (size_t)(to - subject);
      return push_captures(&matcher, from, to);
    }
  }
  search->next = length + 1;
  return 0;
}

static int string_gmatch(lua_State *L) {
  size_t length, pattern_length;
  luaL_checklstring(L, 1, &length);
  const char *text = luaL_checklstring(L, 2, &pattern_length);
  size_t start = start_position(luaL_optinteger(L, 3, 1), length) - 1;
  lua_settop(L, 2);
  search *search = lua_newuserdatauv(L, sizeof *search + pattern_capacity(pattern_length) * sizeof(pattern_item), 1);
  search->next = start > length ? length + 1 : start;
  search->last_end = SIZE_MAX;
  pattern_read(L, &search->pattern, search->items, text, pattern_length);
  lua_remove(L, 2);
  lua_pushcclosure(L, next_match, 2);
  return 1;
}

// gsub -------------------------------------------------------------------------------------------------------------------

// Adds the replacement text with its %0…%9.
static void add_template(matcher *m, luaL_Buffer *buffer, const char *from, const char *to) {
  lua_State *L = m->L;
  size_t length;
  const char *text = lua_tolstring(L, 3, &length), *end = text + length;
  while (text < end) {
    const char *escape = memchr(text, '%', (size_t)(end - text));
    luaL_addlstring(buffer, text, (size_t)((escape == NULL ? end : escape) - text));
    if (escape == NULL) return;
    char selected = escape + 1 < end ? escape[1] : 0;
    if (selected == '%') {
      luaL_addchar(buffer, '%');
    } else if (selected == '0') {
      luaL_addlstring(buffer, from, (size_t)(to - from));
    } else if (selected >= '1' && selected <= '9') {
      push_capture(m, selected - '1', from, to);
      luaL_tolstring(L, -1, NULL);  // a position capture is a number
      lua_remove(L, -2);
      luaL_addvalue(buffer);
    } else {
      luaL_error(L, "invalid use of '%%' in replacement string");
    }
    text = escape + 2;
  }
}

// Adds what replaces a match; false when the match stays as it is.
static bool add_replacement(matcher *m, luaL_Buffer *buffer, const char *from, const char *to, int kind) {
  lua_State *L = m->L;
  check_stack(L, state_of(L));
  if (kind == LUA_TFUNCTION) {
    lua_pushvalue(L, 3);
    lua_call(L, push_captures(m, from, to), 1);
  } else if (kind == LUA_TTABLE) {
    push_capture(m, 0, from, to);
    lua_gettable(L, 3);
  } else {
    add_template(m, buffer, from, to);
    return true;
  }
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    luaL_addlstring(buffer, from, (size_t)(to - from));
    return false;
  }
  if (!lua_isstring(L, -1)) luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
  luaL_addvalue(buffer);
  return true;
}

static int string_gsub(lua_State *L) {
  size_t length, pattern_length;
  const char *subject = luaL_checklstring(L, 1, &length), *text = luaL_checklstring(L, 2, &pattern_length);
  int kind = lua_type(L, 3);
  lua_Integer limit = luaL_optinteger(L, 4, (lua_Integer)length + 1), count = 0;
  luaL_argexpected(
      L, kind == LUA_TNUMBER || kind == LUA_TSTRING || kind == LUA_TFUNCTION || kind == LUA_TTABLE, 3,
      "string/function/table");
  pattern pattern = {0};
  pattern.anchored = pattern_length > 0 && text[0] == '^';
  if (pattern.anchored) text++, pattern_length--;
  pattern_item inlined[INLINE_ITEMS];
  pattern_read(L, &pattern, pattern_room(L, inlined, pattern_length), text, pattern_length);
  matcher matcher;
  matcher_start(&matcher, L, &pattern, subject, length);
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  const char *copied = subject, *from = subject, *last_end = NULL;
  bool changed = false;
  while (count < limit) {
    if (!pattern.anchored && (from = matcher_candidate(&matcher, from)) == NULL) break;
    const char *to = matcher_match(&matcher, from);
    if (to != NULL && to != last_end) {
      count++;
      luaL_addlstring(&buffer, copied, (size_t)(from - copied));
      changed = add_replacement(&matcher, &buffer, from, to, kind) || changed;
      check_stop(L, matcher.state);
      copied = from = last_end = to;
    } else if (from < matcher.end) {
      from++;
    } else {
      break;
    }
    if (pattern.anchored) break;
  }
  if (changed) {
    luaL_addlstring(&buffer, copied, (size_t)(matcher.end - copied));
    luaL_pushresult(&buffer);
  } else {
    lua_pushvalue(L, 1);
  }
  lua_pushinteger(L, count);
  return 2;
}

// Others -----------------------------------------------------------------------------------------------------------------

static int string_rep(lua_State *L) {
  size_t length, separator_length;
  const char *text = luaL_checklstring(L, 1, &length);
  lua_Integer count = luaL_checkinteger(L, 2);
  const char *separator = luaL_optlstring(L, 3, "", &separator_length);
  size_t unit = length + separator_length;
  if (count <= 0 || unit == 0) {
    lua_pushliteral(L, "");
    return 1;
  }
  if (unit < length || (size_t)count > (size_t)LUA_MAXINTEGER / unit) return luaL_error(L, "resulting string too large");
  size_t total = unit * (size_t)count - separator_length;
  luaL_Buffer buffer;
  char *target = luaL_buffinitsize(L, &buffer, total);
  // The first unit is written, then what is there is doubled.
  memcpy(target, text, length);
  if (count > 1) memcpy(target + length, separator, separator_length);
  for (size_t filled = unit; filled < total; filled *= 2)
    memcpy(target + filled, target, filled < total - filled ? filled : total - filled);
  luaL_pushresultsize(&buffer, total);
  return 1;
}

// Bytes between two looks at the limits.
#define PIECE 65536

enum { LOWER, UPPER, REVERSE };

// ASCII letters only, as in the "C" locale whatever the process has set.
static inline char lowered(char byte) { return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte; }
static inline char raised(char byte) { return byte >= 'a' && byte <= 'z' ? (char)(byte - 32) : byte; }

static int transformed(lua_State *L, int change) {
  size_t length;
  const char *text = luaL_checklstring(L, 1, &length);
  luaL_Buffer buffer;
  char *target = luaL_buffinitsize(L, &buffer, length);
  for (size_t done = 0; done < length; done += PIECE) {
    poll_limits(L, state_of(L));
    size_t end = length - done < PIECE ? length : done + PIECE;
    // A loop for each, which the compiler turns into many bytes at a time.
    if (change == LOWER) {
      for (size_t i = done; i < end; i++) target[i] = lowered(text[i]);
    } else if (change == UPPER) {
      for (size_t i = done; i < end; i++) target[i] = raised(text[i]);
    } else {
      for (size_t i = done; i < end; i++) target[i] = text[length - 1 - i];
    }
  }
  luaL_pushresultsize(&buffer, length);
  return 1;
}

static int string_lower(lua_State *L) { return transformed(L, LOWER); }
static int string_upper(lua_State *L) { return transformed(L, UPPER); }
static int string_reverse(lua_State *L) { return transformed(L, REVERSE); }

// pack, packsize and unpack; upvalue 1 is Lua's function.
static int bounded_pack(lua_State *L) {
  size_t length;
  luaL_checklstring(L, 1, &length);
  if (length > MAX_PACK_FORMAT) return luaL_argerror(L, 1, "format string too long");
  // Called in place, so that messages name the function.
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

// Replaces functions in the string table on the top.
void bound_strings(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"find", string_find}, {"format", string_format}, {"gmatch", string_gmatch}, {"gsub", string_gsub},
      {"lower", string_lower}, {"match", string_match}, {"rep", string_rep},       {"reverse", string_reverse},
      {"upper", string_upper}, {NULL, NULL}};
  static const char *const packing[] = {"pack", "packsize", "unpack", NULL};
  luaL_setfuncs(L, functions, 0);
  for (const char *const *name = packing; *name != NULL; name++) {
    lua_getfield(L, -1, *name);
    lua_pushcclosure(L, bounded_pack, 1);
    lua_setfield(L, -2, *name);
  }
}
