// next and pairs in a defined order.
//
// Lua seeds its hashes anew in every process, so that the order of keys differs from run to run. Here it is: numbers in
// Lua's own order (which has no seed: first the sequence), then strings by their bytes, then false and true, then
// functions, host objects, coroutines and tables in the order in which they were made. A traversal that meets numbers only
// costs what Lua's does; at the first other key it takes a copy of the keys. Keys that are added during a traversal are
// not visited, nor is what the host keeps in a record under a key of its own.
#include "internal.h"

#include <string.h>

#define STEPS 4096

typedef struct sort_key {
  const char *bytes;
  size_t count;
  lua_Integer index;  // in the table of unsorted keys
} sort_key;

static int compare_keys(const sort_key *a, const sort_key *b) {
  int order = memcmp(a->bytes, b->bytes, a->count < b->count ? a->count : b->count);
  if (order != 0) return order;
  return a->count < b->count ? -1 : a->count > b->count;
}

// Merge sort: its worst case is its usual case.
static void sort_keys(lua_State *L, sort_key *keys, sort_key *spare, size_t count) {
  if (count < 2) return;
  if (count > STEPS) poll_limits(L, state_of(L));
  size_t half = count / 2;
  sort_keys(L, keys, spare, half);
  sort_keys(L, keys + half, spare, count - half);
  if (compare_keys(&keys[half - 1], &keys[half]) <= 0) return;
  memcpy(spare, keys, half * sizeof *keys);
  size_t left = 0, right = half, target = 0;
  while (left < half)
    keys[target++] =
        right < count && compare_keys(&keys[right], &spare[left]) < 0 ? keys[right++] : spare[left++];
}

static inline void step(lua_State *L, size_t count) {
  if ((count & (STEPS - 1)) == 0) poll_limits(L, state_of(L));
}

// Where a function, object, coroutine or table comes among all of them.
static uint64_t place_of(lua_State *L, int index) {
  enum { LIBRARY, CLOSURE, OBJECT, COROUTINE, TABLE };
  const uint64_t shift = 60;
  index = lua_absindex(L, index);
  switch (lua_type(L, index)) {
    case LUA_TFUNCTION:
      if (lua_iscfunction(L, index)) {
        // A C function without upvalues is no object: its place in the program is all that it has.
        if (lua_getupvalue(L, index, 1) == NULL)
          return (uint64_t)LIBRARY << shift | (uint64_t)(uintptr_t)lua_tocfunction(L, index);
        lua_pop(L, 1);
      }
      return (uint64_t)CLOSURE << shift | serial_of(lua_topointer(L, index));
    case LUA_TUSERDATA: return (uint64_t)OBJECT << shift | order_of_object(L, index);
    case LUA_TTHREAD: return (uint64_t)COROUTINE << shift | serial_of(lua_getextraspace(lua_tothread(L, index)));
    default: {
      uint64_t order;
      bool is_record = order_of_record(L, index, &order);
      return (uint64_t)(is_record ? OBJECT : TABLE) << shift | order;
    }
  }
}

typedef struct place_bytes {
  unsigned char bytes[sizeof(uint64_t)];  // most significant first, so that they sort like numbers
} place_bytes;

static place_bytes bytes_of(uint64_t place) {
  place_bytes result;
  for (size_t i = sizeof place; i-- > 0; place >>= 8) result.bytes[i] = (unsigned char)place;
  return result;
}

// Pushes an array of the keys of the table at 1 in the defined order; if the key at 2 is a number, of the numbers only
// those that come after it.
static void push_keys(lua_State *L) {
  size_t numbers = 0, strings = 0, others = 0;
  luaL_checkstack(L, 12, NULL);
  for (lua_pushnil(L); lua_next(L, 1);) {
    lua_pop(L, 1);
    int kind = lua_type(L, -1);
    if (kind == LUA_TNUMBER) {
      numbers++;
    } else if (kind == LUA_TSTRING) {
      strings++;
    } else if (kind != LUA_TLIGHTUSERDATA) {
      others++;
    }
    step(L, numbers + strings + others);
  }
  size_t unsorted_count = strings + others;
  if (numbers + unsorted_count > INT32_MAX) luaL_error(L, "table too large to traverse");
  lua_createtable(L, (int)(numbers + unsorted_count), 0);
  lua_createtable(L, (int)unsorted_count, 0);
  int keys = lua_gettop(L) - 1, unsorted = keys + 1;
  sort_key *entries = lua_newuserdatauv(L, 2 * (unsorted_count + 1) * sizeof *entries, 0);
  place_bytes *places = lua_newuserdatauv(L, (others + 1) * sizeof *places, 0);
  // Strings fill `entries` from the front, the others from the back.
  size_t string_count = 0, other_count = 0, seen = 0;
  lua_Integer count = 0;
  bool has[2] = {false, false};
  if (lua_type(L, 2) == LUA_TNUMBER) {
    lua_pushvalue(L, 2);
  } else {
    lua_pushnil(L);
  }
  while (lua_next(L, 1)) {
    lua_pop(L, 1);
    step(L, ++seen);
    if (lua_type(L, -1) != LUA_TNUMBER) continue;
    lua_pushvalue(L, -1);
    lua_rawseti(L, keys, ++count);
  }
  for (lua_pushnil(L); lua_next(L, 1);) {
    lua_pop(L, 1);
    step(L, ++seen);
    switch (lua_type(L, -1)) {
      case LUA_TNUMBER:
      case LUA_TLIGHTUSERDATA: break;
      case LUA_TBOOLEAN: has[lua_toboolean(L, -1)] = true; break;
      case LUA_TSTRING: {
        sort_key *entry = &entries[string_count++];
        entry->bytes = lua_tolstring(L, -1, &entry->count);
        entry->index = (lua_Integer)(string_count + other_count);
        lua_pushvalue(L, -1);
        lua_rawseti(L, unsorted, entry->index);
        break;
      }
      default: {
        places[other_count] = bytes_of(place_of(L, -1));
        sort_key *entry = &entries[unsorted_count - ++other_count];
        entry->bytes = (const char *)places[other_count - 1].bytes;
        entry->count = sizeof *places;
        entry->index = (lua_Integer)(string_count + other_count);
        lua_pushvalue(L, -1);
        lua_rawseti(L, unsorted, entry->index);
      }
    }
  }
  sort_key *spare = entries + unsorted_count, *last = entries + unsorted_count - other_count;
  sort_keys(L, entries, spare, string_count);
  sort_keys(L, last, spare, other_count);
  for (size_t i = 0; i < string_count; i++) {
    lua_rawgeti(L, unsorted, entries[i].index);
    lua_rawseti(L, keys, ++count);
  }
  for (int value = 0; value < 2; value++) {
    if (!has[value]) continue;
    lua_pushboolean(L, value);
    lua_rawseti(L, keys, ++count);
  }
  for (size_t i = 0; i < other_count; i++) {
    lua_rawgeti(L, unsorted, last[i].index);
    lua_rawseti(L, keys, ++count);
  }
  lua_settop(L, keys);
}

static int rank(lua_State *L, int index) {
  switch (lua_type(L, index)) {
    case LUA_TNUMBER: return 0;
    case LUA_TSTRING: return 1;
    case LUA_TBOOLEAN: return lua_toboolean(L, index) ? 3 : 2;
    default: return 4;
  }
}

// Whether the key on the top comes after the one at 2, which is no number.
static bool comes_after(lua_State *L) {
  int top = rank(L, -1), other = rank(L, 2);
  if (top != other) return top > other;
  if (top == 4) return place_of(L, -1) > place_of(L, 2);
  if (top != 1) return false;
  sort_key a, b;
  a.bytes = lua_tolstring(L, -1, &a.count);
  b.bytes = lua_tolstring(L, 2, &b.count);
  return compare_keys(&a, &b) > 0;
}

// How many of `keys` come before what follows the key at 2. The key itself may have been removed since.
static lua_Integer position_of(lua_State *L, int keys) {
  if (lua_isnil(L, 2) || lua_type(L, 2) == LUA_TNUMBER) return 0;
  lua_pushvalue(L, 2);
  lua_settop(L, lua_next(L, 1) ? lua_gettop(L) - 2 : lua_gettop(L));  // raises for a key that never was there
  lua_Integer count = (lua_Integer)lua_rawlen(L, keys);
  for (lua_Integer i = 1; i <= count; i++) {
    step(L, (size_t)i);
    lua_rawgeti(L, keys, i);
    bool after = comes_after(L);
    lua_pop(L, 1);
    if (after) return i - 1;
  }
  return count;
}

static bool has_numbers_only(lua_State *L) {
  size_t seen = 0;
  for (lua_pushnil(L); lua_next(L, 1);) {
    lua_pop(L, 1);
    int kind = lua_type(L, -1);
    if (kind != LUA_TNUMBER && kind != LUA_TLIGHTUSERDATA) {
      lua_pop(L, 1);
      return false;
    }
    step(L, ++seen);
  }
  return true;
}

// Goes from number to number in Lua's order; true when the next key and value, or nil at the end, are on the top.
// `from_start`: everything before the key at 2 was given already, so that nothing but numbers lies there.
static bool next_number(lua_State *L, bool from_start) {
  if (!lua_isnil(L, 2) && lua_type(L, 2) != LUA_TNUMBER) return false;
  lua_pushvalue(L, 2);
  if (!lua_next(L, 1)) {
    if (!from_start && !has_numbers_only(L)) return false;
    lua_pushnil(L);
    return true;
  }
  if (lua_type(L, -2) == LUA_TNUMBER) return true;
  lua_pop(L, 2);
  return false;
}

// Pushes the first key after `position` that still has a value, and the value; returns its position, 0 at the end.
static lua_Integer next_key(lua_State *L, int keys, lua_Integer position) {
  for (;;) {
    if (lua_rawgeti(L, keys, ++position) == LUA_TNIL) return 0;
    lua_pushvalue(L, -1);
    if (lua_rawget(L, 1) != LUA_TNIL) return position;
    lua_pop(L, 2);
    step(L, (size_t)position);
  }
}

// The iterator of pairs. Upvalues: the keys, nil while there are only numbers; the position of the last one given, or as
// long as there are only numbers that number, nil at the start.
static int walk(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  int keys = lua_upvalueindex(1);
  lua_Integer position;
  if (lua_isnil(L, keys)) {
    if (next_number(L, lua_rawequal(L, 2, lua_upvalueindex(2)))) {
      if (lua_isnil(L, -1)) return 1;
      lua_copy(L, -2, lua_upvalueindex(2));
      return 2;
    }
    push_keys(L);
    position = position_of(L, 3);
    lua_replace(L, keys);
  } else {
    position = lua_tointeger(L, lua_upvalueindex(2));
  }
  position = next_key(L, keys, position);
  lua_pushinteger(L, position);
  lua_replace(L, lua_upvalueindex(2));
  return position == 0 ? 1 : 2;
}

static int after_pairs(lua_State *L, int status, lua_KContext context) {
  (void)L, (void)status, (void)context;
  return 3;
}

static int base_pairs(lua_State *L) {
  luaL_checkany(L, 1);
  check_stack(L, state_of(L));
  if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
    lua_pushvalue(L, 1);
    lua_callk(L, 1, 3, 0, after_pairs);
    return 3;
  }
  lua_pushnil(L);
  lua_pushnil(L);
  lua_pushcclosure(L, walk, 2);
  lua_pushvalue(L, 1);
  lua_pushnil(L);
  return 3;
}

// next: the last traversal is remembered, so that following it takes constant time. Upvalues: its table, keys, position.
static int base_next(lua_State *L) {
  enum { WALKED = 1, KEYS, POSITION };
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  int keys = lua_upvalueindex(KEYS);
  lua_Integer position = lua_tointeger(L, lua_upvalueindex(POSITION));
  bool follows = !lua_isnil(L, 2) && lua_rawequal(L, 1, lua_upvalueindex(WALKED));
  if (follows) {
    lua_rawgeti(L, keys, position);
    follows = lua_rawequal(L, -1, 2);
    lua_pop(L, 1);
  }
  if (!follows) {
    if (next_number(L, lua_isnil(L, 2))) return lua_isnil(L, -1) ? 1 : 2;
    push_keys(L);
    position = position_of(L, 3);
    lua_replace(L, keys);
    lua_pushvalue(L, 1);
    lua_replace(L, lua_upvalueindex(WALKED));
  }
  position = next_key(L, keys, position);
  lua_pushinteger(L, position);
  lua_replace(L, lua_upvalueindex(POSITION));
  if (position != 0) return 2;
  lua_pushnil(L);  // keeps nothing alive after the end
  lua_copy(L, -1, keys);
  lua_copy(L, -1, lua_upvalueindex(WALKED));
  return 1;
}

// Puts next and pairs into the table on the top.
void order_pairs(lua_State *L) {
  lua_pushnil(L);
  lua_pushnil(L);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, base_next, 3);
  lua_setfield(L, -2, "next");
  lua_pushcfunction(L, base_pairs);
  lua_setfield(L, -2, "pairs");
}
