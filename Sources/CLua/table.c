// The table library (reference manual, §6.6), with a look at the limits in every loop: lengths may lie, and metamethods
// written in C run no hook.
#include "internal.h"

#include <limits.h>

// Elements between two looks at the limits, a power of two.
#define STEPS 1024

static inline void step(lua_State *L, lua_Integer count) {
  if ((count & (STEPS - 1)) == 0) poll_limits(L, state_of(L));
}

// Accepts a table, or what has the metamethods to pass for one.
static void check_table(lua_State *L, int argument, bool reads, bool writes, bool has_length) {
  if (lua_type(L, argument) == LUA_TTABLE) return;
  const char *const needed[] = {reads ? "__index" : NULL, writes ? "__newindex" : NULL, has_length ? "__len" : NULL};
  bool complete = lua_getmetatable(L, argument) != 0;
  for (int i = 0; complete && i < 3; i++) {
    if (needed[i] == NULL) continue;
    lua_pushstring(L, needed[i]);
    complete = lua_rawget(L, -2) != LUA_TNIL;
    lua_pop(L, 1);
  }
  if (!complete) luaL_checktype(L, argument, LUA_TTABLE);
  lua_pop(L, 1);
}

static int table_insert(lua_State *L) {
  check_table(L, 1, true, true, true);
  lua_Integer position = (lua_Integer)((lua_Unsigned)luaL_len(L, 1) + 1);
  switch (lua_gettop(L)) {
    case 2: break;
    case 3: {
      lua_Integer end = position;
      position = luaL_checkinteger(L, 2);
      luaL_argcheck(L, (lua_Unsigned)position - 1u < (lua_Unsigned)end, 2, "position out of bounds");
      for (lua_Integer i = end; i > position; i--) {
        step(L, i);
        lua_geti(L, 1, i - 1);
        lua_seti(L, 1, i);
      }
      break;
    }
    default: return luaL_error(L, "wrong number of arguments to 'insert'");
  }
  lua_seti(L, 1, position);
  return 0;
}

static int table_remove(lua_State *L) {
  check_table(L, 1, true, true, true);
  lua_Integer length = luaL_len(L, 1), position = luaL_optinteger(L, 2, length);
  if (position != length)  // the place of the last element is right, even of an empty list
    luaL_argcheck(L, (lua_Unsigned)position - 1u <= (lua_Unsigned)length, 2, "position out of bounds");
  lua_geti(L, 1, position);
  for (; position < length; position++) {
    step(L, position);
    lua_geti(L, 1, position + 1);
    lua_seti(L, 1, position);
  }
  lua_pushnil(L);
  lua_seti(L, 1, position);
  return 1;
}

static int table_move(lua_State *L) {
  lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3), target = luaL_checkinteger(L, 4);
  int other = lua_isnoneornil(L, 5) ? 1 : 5;
  check_table(L, 1, true, false, false);
  check_table(L, other, false, true, false);
  if (last >= first) {
    luaL_argcheck(L, first > 0 || last < LUA_MAXINTEGER + first, 3, "too many elements to move");
    lua_Integer count = last - first + 1;
    luaL_argcheck(L, target <= LUA_MAXINTEGER - count + 1, 4, "destination wrap around");
    bool forwards = target > last || target <= first || (other != 1 && !lua_compare(L, 1, other, LUA_OPEQ));
    for (lua_Integer i = 0; i < count; i++) {
      step(L, i);
      lua_Integer offset = forwards ? i : count - 1 - i;
      lua_geti(L, 1, first + offset);
      lua_seti(L, other, target + offset);
    }
  }
  lua_pushvalue(L, other);
  return 1;
}

static int table_concat(lua_State *L) {
  check_table(L, 1, true, false, true);
  size_t separator_length;
  lua_Integer last = luaL_len(L, 1);
  const char *separator = luaL_optlstring(L, 2, "", &separator_length);
  lua_Integer first = luaL_optinteger(L, 3, 1);
  last = luaL_optinteger(L, 4, last);
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  for (lua_Integer i = first; i <= last; i++) {
    step(L, i);
    lua_geti(L, 1, i);
    if (!lua_isstring(L, -1))
      luaL_error(L, "invalid value (%s) at index %I in table for 'concat'", luaL_typename(L, -1), (LUAI_UACINT)i);
    luaL_addvalue(&buffer);
    if (i == last) break;  // last may be the greatest integer
    luaL_addlstring(&buffer, separator, separator_length);
  }
  luaL_pushresult(&buffer);
  return 1;
}

static int table_unpack(lua_State *L) {
  lua_Integer first = luaL_optinteger(L, 2, 1);
  lua_Integer last = luaL_opt(L, luaL_checkinteger, 3, luaL_len(L, 1));
  if (first > last) return 0;
  lua_Unsigned count = (lua_Unsigned)last - (lua_Unsigned)first;
  if (count >= (unsigned)INT_MAX || !lua_checkstack(L, (int)++count))
    return luaL_error(L, "too many results to unpack");
  for (lua_Integer i = first;; i++) {
    step(L, i);
    lua_geti(L, 1, i);
    if (i == last) break;
  }
  return (int)count;
}

// Sorting: a stable merge sort of a copy. It takes n log n comparisons whatever the order function answers. ---------------

enum { TABLE = 1, FUNCTION, FROM, TO };

typedef struct sorting {
  lua_State *L;
  bool has_function;
  bool checked;  // the order function has been asked both ways once
  lua_Integer comparisons;
} sorting;

static bool call_less(sorting *s, lua_Integer left, lua_Integer right) {
  lua_State *L = s->L;
  step(L, ++s->comparisons);
  check_stack(L, state_of(L));
  if (s->has_function) lua_pushvalue(L, FUNCTION);
  lua_rawgeti(L, FROM, left);
  lua_rawgeti(L, FROM, right);
  bool less;
  if (s->has_function) {
    lua_call(L, 2, 1);
    less = lua_toboolean(L, -1);
    lua_pop(L, 1);
  } else {
    less = lua_compare(L, -2, -1, LUA_OPLT);
    lua_pop(L, 2);
  }
  return less;
}

static bool less_than(sorting *s, lua_Integer left, lua_Integer right) {
  bool less = call_less(s, left, right);
  if (less && !s->checked) {
    s->checked = true;
    if (call_less(s, right, left)) luaL_error(s->L, "invalid order function for sorting");
  }
  return less;
}

// Merges FROM[low…middle-1] and FROM[middle…high-1] into TO.
static void merge(sorting *s, lua_Integer low, lua_Integer middle, lua_Integer high) {
  lua_State *L = s->L;
  lua_Integer left = low, right = middle;
  bool in_order = middle >= high || !less_than(s, middle, middle - 1);
  for (lua_Integer i = low; i < high; i++) {
    step(L, i);
    bool takes_right = left >= middle || (!in_order && right < high && less_than(s, right, left));
    lua_rawgeti(L, FROM, takes_right ? right++ : left++);
    lua_rawseti(L, TO, i);
  }
}

static int table_sort(lua_State *L) {
  check_table(L, 1, true, true, true);
  lua_Integer length = luaL_len(L, 1);
  if (length < 2) return 0;
  luaL_argcheck(L, length < INT_MAX, 1, "array too big");
  sorting s = {L, !lua_isnoneornil(L, FUNCTION), false, 0};
  if (s.has_function) luaL_checktype(L, FUNCTION, LUA_TFUNCTION);
  lua_settop(L, 2);
  // A length that lies makes the copy small, not the table large.
  int room = length < 1 << 16 ? (int)length : 0;
  lua_createtable(L, room, 0);
  lua_createtable(L, room, 0);
  for (lua_Integer i = 1; i <= length; i++) {
    step(L, i);
    lua_geti(L, TABLE, i);
    lua_rawseti(L, FROM, i);
  }
  for (lua_Integer width = 1; width < length; width *= 2) {
    for (lua_Integer low = 1; low <= length; low += 2 * width) {
      lua_Integer middle = low + width <= length + 1 ? low + width : length + 1;
      lua_Integer high = middle + width <= length + 1 ? middle + width : length + 1;
      merge(&s, low, middle, high);
    }
    lua_rotate(L, FROM, 1);
  }
  for (lua_Integer i = 1; i <= length; i++) {
    step(L, i);
    lua_rawgeti(L, FROM, i);
    lua_seti(L, TABLE, i);
  }
  return 0;
}

void bound_tables(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"concat", table_concat}, {"insert", table_insert}, {"move", table_move}, {"remove", table_remove},
      {"sort", table_sort},     {"unpack", table_unpack}, {NULL, NULL}};
  luaL_setfuncs(L, functions, 0);
}
