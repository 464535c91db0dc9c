// string.format (reference manual, §6.4): conversions of C with the widths that Lua allows, without addresses.
#include "internal.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

// `%99.99f` of the greatest double has 309 + 99 digits and a few signs.
#define MAX_ITEM 512
// Flags, width and precision of a conversion: more is told by a message of its own, as Lua does.
#define MAX_SPECIFICATION 22

typedef struct conversion {
  char specification[32];  // "%-10.3" with the length modifier and letter to come
  size_t length;
  bool has_precision, has_modifiers;
  char letter;
} conversion;

// Reads a conversion after its '%'; returns what follows its letter.
static const char *read_conversion(lua_State *L, conversion *conversion, const char *p, const char *end) {
  const char *start = p;
  while (p < end && *p != 0 && strchr("-+ #0", *p) != NULL) p++;
  bool repeated = p - start > 5;
  int digits = 0;
  while (p < end && isdigit((unsigned char)*p)) p++, digits++;
  int decimals = 0;
  conversion->has_precision = p < end && *p == '.';
  if (conversion->has_precision) {
    p++;
    while (p < end && isdigit((unsigned char)*p)) p++, decimals++;
  }
  char letter = p < end ? *p : 0;
  if (p - start >= MAX_SPECIFICATION) luaL_error(L, "invalid format (too long) to 'format'");
  if (repeated) luaL_error(L, "invalid conversion to 'format' (repeated flags)");
  if (digits > 2 || decimals > 2 || letter == 0) {
    lua_pushlstring(L, start, (size_t)(p - start) < 16 ? (size_t)(p - start) + (letter != 0) : 16);
    luaL_error(L, "invalid conversion '%%%s' to 'format'", lua_tostring(L, -1));
  }
  conversion->has_modifiers = p > start;
  conversion->letter = letter;
  conversion->specification[0] = '%';
  memcpy(conversion->specification + 1, start, (size_t)(p - start));
  conversion->length = (size_t)(p - start) + 1;
  return p + 1;
}

// Completes the specification with a length modifier and the letter; flags must be among `flags`, a precision allowed.
static const char *complete(lua_State *L, conversion *conversion, const char *flags, const char *modifier) {
  const char *p = conversion->specification + 1;
  conversion->specification[conversion->length] = 0;
  bool allowed = !conversion->has_precision || conversion->letter != 'c';
  for (; *p != 0 && strchr("-+ #0", *p) != NULL; p++) allowed = allowed && strchr(flags, *p) != NULL;
  if (!allowed) luaL_error(L, "invalid conversion '%s%c' to 'format'", conversion->specification, conversion->letter);
  size_t count = strlen(modifier);
  memcpy(conversion->specification + conversion->length, modifier, count);
  conversion->specification[conversion->length + count] = conversion->letter;
  conversion->specification[conversion->length + count + 1] = 0;
  return conversion->specification;
}

static void add_quoted_string(luaL_Buffer *buffer, const char *text, size_t count) {
  luaL_addchar(buffer, '"');
  for (size_t i = 0; i < count; i++) {
    unsigned char byte = (unsigned char)text[i];
    if (byte == '"' || byte == '\\' || byte == '\n') {
      luaL_addchar(buffer, '\\');
      luaL_addchar(buffer, (char)byte);
    } else if (byte < 32 || byte == 127) {
      char escape[8];
      bool digit_follows = i + 1 < count && isdigit((unsigned char)text[i + 1]);
      snprintf(escape, sizeof escape, digit_follows ? "\\%03d" : "\\%d", byte);
      luaL_addstring(buffer, escape);
    } else {
      luaL_addchar(buffer, (char)byte);
    }
  }
  luaL_addchar(buffer, '"');
}

// %q: a form that Lua reads back as the same value.
static void add_literal(lua_State *L, luaL_Buffer *buffer, int argument) {
  char text[MAX_ITEM];
  switch (lua_type(L, argument)) {
    case LUA_TSTRING: {
      size_t count;
      const char *bytes = lua_tolstring(L, argument, &count);
      add_quoted_string(buffer, bytes, count);
      return;
    }
    case LUA_TNUMBER:
      if (lua_isinteger(L, argument)) {
        lua_Integer value = lua_tointeger(L, argument);
        snprintf(text, sizeof text, value == LUA_MININTEGER ? "0x%llx" : "%lld", (long long)value);
      } else {
        lua_Number value = lua_tonumber(L, argument);
        if (isinf(value)) {
          snprintf(text, sizeof text, value > 0 ? "1e9999" : "-1e9999");
        } else if (isnan(value)) {
          snprintf(text, sizeof text, "(0/0)");
        } else {
          snprintf(text, sizeof text, "%a", value);
        }
      }
      luaL_addstring(buffer, text);
      return;
    case LUA_TNIL:
    case LUA_TBOOLEAN:
      luaL_tolstring(L, argument, NULL);
      luaL_addvalue(buffer);
      return;
    default: luaL_argerror(L, argument, "value has no literal form");
  }
}

static void add_string(lua_State *L, luaL_Buffer *buffer, conversion *conversion, int argument) {
  push_tostring(L, argument);
  size_t count;
  const char *bytes = lua_tolstring(L, -1, &count);
  if (!conversion->has_modifiers) {
    luaL_addvalue(buffer);
    return;
  }
  luaL_argcheck(L, count == strlen(bytes), argument, "string contains zeros");
  const char *specification = complete(L, conversion, "-", "");
  if (!conversion->has_precision && count >= 100) {
    luaL_addvalue(buffer);  // wider than any width
    return;
  }
  char text[MAX_ITEM];
  int written = snprintf(text, sizeof text, specification, bytes);
  lua_pop(L, 1);
  luaL_addlstring(buffer, text, (size_t)written);
}

int string_format(lua_State *L) {
  size_t length;
  const char *p = luaL_checklstring(L, 1, &length), *end = p + length;
  int count = lua_gettop(L), argument = 1;
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  char text[MAX_ITEM];
  unsigned steps = 0;
  while (p < end) {
    if ((++steps & 0xFFF) == 0) poll_limits(L, state_of(L));
    const char *percent = memchr(p, '%', (size_t)(end - p));
    luaL_addlstring(&buffer, p, (size_t)((percent == NULL ? end : percent) - p));
    if (percent == NULL) break;
    p = percent + 1;
    if (p < end && *p == '%') {
      luaL_addchar(&buffer, '%');
      p++;
      continue;
    }
    if (++argument > count) return luaL_argerror(L, argument, "no value");
    conversion conversion;
    p = read_conversion(L, &conversion, p, end);
    int written = 0;
    switch (conversion.letter) {
      case 'c':
        written = snprintf(text, sizeof text, complete(L, &conversion, "-", ""), (int)luaL_checkinteger(L, argument));
        break;
      case 'd':
      case 'i':
        written = snprintf(
            text, sizeof text, complete(L, &conversion, "-+0 ", "ll"), (long long)luaL_checkinteger(L, argument));
        break;
      case 'u':
        written = snprintf(
            text, sizeof text, complete(L, &conversion, "-0", "ll"), (long long)luaL_checkinteger(L, argument));
        break;
      case 'o':
      case 'x':
      case 'X':
        written = snprintf(
            text, sizeof text, complete(L, &conversion, "-#0", "ll"), (long long)luaL_checkinteger(L, argument));
        break;
      case 'a':
      case 'A':
      case 'e':
      case 'E':
      case 'f':
      case 'g':
      case 'G':
        written = snprintf(
            text, sizeof text, complete(L, &conversion, "-+#0 ", ""), (double)luaL_checknumber(L, argument));
        break;
      case 'p': luaL_error(L, "conversion '%%p' to 'format' is not available (addresses differ from run to run)"); break;
      case 'q':
        if (conversion.has_modifiers) return luaL_error(L, "specifier '%%q' cannot have modifiers");
        add_literal(L, &buffer, argument);
        continue;
      case 's':
        if (conversion.has_modifiers) complete(L, &conversion, "-", "");
        add_string(L, &buffer, &conversion, argument);
        continue;
      default:
        conversion.specification[conversion.length] = 0;
        return luaL_error(L, "invalid conversion '%s%c' to 'format'", conversion.specification, conversion.letter);
    }
    luaL_addlstring(&buffer, text, (size_t)written);
  }
  luaL_pushresult(&buffer);
  return 1;
}
