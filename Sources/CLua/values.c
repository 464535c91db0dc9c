// Values on the stack, as Swift reads and writes them. None of these calls metamethods.
#include "internal.h"

#include <math.h>

int clua_top(clua_state *S) { return lua_gettop(S->current); }

void clua_set_top(clua_state *S, int top) {
  lua_State *L = S->current;
  lua_settop(L, top);
  if (S->abandoned && lua_gettop(L) < SPARE_VALUES) lua_settop(L, SPARE_VALUES);
}

// Room for a few values. Without it (a million values are on the stack already) the state is out of memory.
static lua_State *with_room(clua_state *S) {
  lua_State *L = S->current;
  if (!lua_checkstack(L, 4)) {
    stop_state(S, CLUA_LIMIT_MEMORY);
    lua_settop(L, lua_gettop(L) - 4);
  }
  return L;
}

// When the state was abandoned (deadline.c): takes values off the stack and puts nils there, and that is all.
static bool instead(clua_state *S, int popped, int pushed) {
  if (!S->abandoned) return false;
  clua_set_top(S, -popped - 1);
  for (int i = 0; i < pushed; i++) clua_push_nil(S);
  return true;
}

void clua_push_copy(clua_state *S, int index) { lua_pushvalue(with_room(S), index); }

clua_kind clua_kind_of(clua_state *S, int index) {
  lua_State *L = S->current;
  int64_t handle;
  switch (lua_type(L, index)) {
    case LUA_TNONE: return CLUA_NONE;
    case LUA_TNIL: return CLUA_NIL;
    case LUA_TBOOLEAN: return CLUA_BOOLEAN;
    case LUA_TNUMBER: return lua_isinteger(L, index) ? CLUA_INTEGER : CLUA_NUMBER;
    case LUA_TSTRING: return CLUA_STRING;
    case LUA_TFUNCTION: return CLUA_FUNCTION;
    case LUA_TTABLE: return clua_object(S, index, &handle) >= 0 ? CLUA_RECORD : CLUA_TABLE;
    case LUA_TUSERDATA: return clua_object(S, index, &handle) >= 0 ? CLUA_OBJECT : CLUA_OTHER;
    default: return CLUA_OTHER;
  }
}

const char *clua_type_name(clua_state *S, int index) {
  lua_State *L = S->current;
  int64_t handle;
  int type = clua_object(S, index, &handle);
  if (type >= 0) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[type].metatable_ref);
    lua_getfield(L, -1, "__name");
    const char *name = lua_tostring(L, -1);  // the metatable keeps it alive
    lua_pop(L, 2);
    return name;
  }
  return lua_type(L, index) == LUA_TNONE ? "no value" : luaL_typename(L, index);
}

bool clua_equal(clua_state *S, int first, int second) { return lua_rawequal(S->current, first, second); }
bool clua_boolean(clua_state *S, int index) { return lua_toboolean(S->current, index); }

bool clua_integer(clua_state *S, int index, int64_t *value) {
  int valid = 0;
  lua_Integer integer = lua_tointegerx(S->current, index, &valid);
  *value = integer;
  return valid != 0;
}

bool clua_number(clua_state *S, int index, double *value) {
  int valid = 0;
  *value = lua_tonumberx(S->current, index, &valid);
  return valid != 0;
}

const char *clua_bytes(clua_state *S, int index, size_t *count) {
  *count = 0;
  // A number would be converted in place; that is never wanted here.
  if (lua_type(S->current, index) != LUA_TSTRING) return NULL;
  return lua_tolstring(S->current, index, count);
}

void clua_push_nil(clua_state *S) { lua_pushnil(with_room(S)); }
void clua_push_boolean(clua_state *S, bool value) { lua_pushboolean(with_room(S), value); }
void clua_push_integer(clua_state *S, int64_t value) { lua_pushinteger(with_room(S), value); }
void clua_push_number(clua_state *S, double value) { lua_pushnumber(with_room(S), value); }

// What cannot fit is not even tried: the state stops when the host function returns.
bool has_memory(lua_State *L, clua_state *S, size_t count) {
  if (S->options.memory_limit == 0 || clua_memory_used(S) + count <= S->options.memory_limit) return true;
  lua_gc(L, LUA_GCCOLLECT);
  if (clua_memory_used(S) + count <= S->options.memory_limit) return true;
  stop_state(S, CLUA_LIMIT_MEMORY);
  return false;
}

void clua_push_bytes(clua_state *S, const char *bytes, size_t count) {
  if (instead(S, 0, 1)) return;
  lua_State *L = with_room(S);
  if (count > 4096 && !has_memory(L, S, count)) count = 0;
  lua_pushlstring(L, bytes == NULL ? "" : bytes, bytes == NULL ? 0 : count);
}

void clua_push_table(clua_state *S, int array, int fields) {
  if (instead(S, 0, 1)) return;
  lua_State *L = with_room(S);
  lua_createtable(L, array < 0 || array > 1 << 20 ? 0 : array, fields < 0 || fields > 1 << 16 ? 0 : fields);
}

int64_t clua_length(clua_state *S, int index) { return S->abandoned ? 0 : (int64_t)lua_rawlen(S->current, index); }

void clua_get(clua_state *S, int index) {
  if (!instead(S, 1, 1)) lua_rawget(S->current, index);
}

void clua_get_field(clua_state *S, int index, const char *name) {
  if (instead(S, 0, 1)) return;
  lua_State *L = with_room(S);
  index = lua_absindex(L, index);
  lua_pushstring(L, name);
  lua_rawget(L, index);
}

void clua_get_index(clua_state *S, int index, int64_t position) {
  if (!instead(S, 0, 1)) lua_rawgeti(with_room(S), index, position);
}

bool clua_set(clua_state *S, int index) {
  if (instead(S, 2, 0)) return true;
  lua_State *L = S->current;
  if (lua_isnil(L, -2) || (lua_type(L, -2) == LUA_TNUMBER && isnan(lua_tonumber(L, -2)))) {
    lua_pop(L, 2);
    return false;
  }
  lua_rawset(L, index);
  return true;
}

void clua_set_field(clua_state *S, int index, const char *name) {
  if (instead(S, 1, 0)) return;
  lua_State *L = with_room(S);
  index = lua_absindex(L, index);
  lua_pushstring(L, name);
  lua_insert(L, -2);
  lua_rawset(L, index);
}

void clua_set_index(clua_state *S, int index, int64_t position) {
  if (!instead(S, 1, 0)) lua_rawseti(S->current, index, position);
}

bool clua_next(clua_state *S, int index) {
  if (instead(S, 1, 0)) return false;
  // Keys come from here or from clua_push_nil, so that lua_next has nothing to complain about.
  return lua_next(with_room(S), index) != 0;
}

int clua_reference(clua_state *S) {
  return instead(S, 1, 0) ? LUA_REFNIL : luaL_ref(S->current, LUA_REGISTRYINDEX);
}

void clua_push_reference(clua_state *S, int reference) {
  if (!instead(S, 0, 1)) lua_rawgeti(with_room(S), LUA_REGISTRYINDEX, reference);
}

void clua_release(clua_state *S, int reference) {
  if (!S->abandoned) luaL_unref(S->current, LUA_REGISTRYINDEX, reference);
}
