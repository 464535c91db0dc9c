// Host functions and host types: how Lua reaches Swift.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct host_object {
  int32_t type;
  uint32_t weight;
  int64_t handle;
} host_object;

// Keys of the registry and of records; their addresses cannot be made by a script.
static const char handle_key = 0, type_key = 0;

// What stands around a call of Swift. Errors are raised only after Swift has returned.
static inline lua_State *before_swift(lua_State *L, clua_state *S) {
  check_stop(L, S);
  if (S->depth >= MAX_HOST_DEPTH) luaL_error(L, "stack overflow (host functions call each other too deeply)");
  luaL_checkstack(L, LUA_MINSTACK, "too many arguments");
  lua_State *outer = S->current;
  S->current = L;
  S->depth++;
  S->no_fail++;
  return outer;
}

static inline int after_swift(lua_State *L, clua_state *S, lua_State *outer, int results) {
  S->no_fail--;
  S->depth--;
  // Swift is gone; what is left between here and the entry is C.
  if (S->abandoned) _longjmp(*S->escape, 1);
  S->current = outer;
  settle_memory(L, S);
  check_stop(L, S);
  if (results >= 0) return results;
  if (results == CLUA_RAISE_MESSAGE) {
    push_where(L);
    lua_insert(L, -2);
    lua_concat(L, 2);
  } else {
    S->trace_live = true;
  }
  return lua_error(L);
}

// Runs Swift with the arguments at 1…top.
int run_handler(lua_State *L, clua_state *S, int handler) {
  lua_State *outer = before_swift(L, S);
  return after_swift(L, S, outer, S->options.dispatch(S->options.context, handler, lua_gettop(L)));
}

int host_function(lua_State *L) {
  return run_handler(L, state_of(L), (int)lua_tointeger(L, lua_upvalueindex(1)));
}

void clua_push_function(clua_state *S, int handler) {
  lua_State *L = S->current;
  if (S->abandoned) {
    clua_push_nil(S);
    return;
  }
  lua_checkstack(L, 2);
  lua_pushinteger(L, handler);
  lua_pushcclosure(L, host_function, 1);
}

// Types ----------------------------------------------------------------------------------------------------------------

// Upvalues of the two __index functions. Getters and `missing` are called with the object and the key.
enum { MEMBERS = 1, MISSING };

static int object_index(lua_State *L) {
  lua_pushvalue(L, 2);
  int kind = lua_rawget(L, lua_upvalueindex(MEMBERS));
  if (kind == LUA_TFUNCTION) return 1;  // a method
  int handler = (int)lua_tointeger(L, kind == LUA_TNUMBER ? -1 : lua_upvalueindex(MISSING));
  lua_pop(L, 1);
  return handler < 0 ? 0 : run_handler(L, state_of(L), handler);
}

// As for objects, but what a getter returns stays in the record: the next read is a table read.
static int record_index(lua_State *L) {
  int handler;
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_pushvalue(L, 2);
  int kind = lua_rawget(L, lua_upvalueindex(MEMBERS));
  if (kind == LUA_TFUNCTION) return 1;
  if (kind != LUA_TNUMBER) {
    lua_pop(L, 1);
    handler = (int)lua_tointeger(L, lua_upvalueindex(MISSING));
    return handler < 0 ? 0 : run_handler(L, state_of(L), handler);
  }
  handler = (int)lua_tointeger(L, -1);
  if (lua_rawgetp(L, 1, &handle_key) != LUA_TNUMBER) return luaL_error(L, "not a record");
  int64_t handle = lua_tointeger(L, -1);
  lua_settop(L, 2);
  clua_state *S = state_of(L);
  lua_State *outer = before_swift(L, S);
  after_swift(L, S, outer, S->options.read(S->options.context, handler, handle));
  if (lua_isnil(L, -1)) return 1;
  lua_pushvalue(L, 2);
  lua_pushvalue(L, -2);
  lua_rawset(L, 1);
  return 1;
}

uint64_t order_of_object(lua_State *L, int index) {
  const host_object *object = lua_touserdata(L, index);
  if (lua_rawlen(L, index) != sizeof *object) return 0;
  return (uint64_t)object->type << 40 | ((uint64_t)object->handle & ((UINT64_C(1) << 40) - 1));
}

static int refuse_assignment(lua_State *L) {
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  if (lua_type(L, 2) == LUA_TSTRING) {
    push_where(L);
    lua_pushfstring(L, "a %s cannot be changed (field '%s')", name, lua_tostring(L, 2));
    lua_concat(L, 2);
    return lua_error(L);
  }
  push_where(L);
  lua_pushfstring(L, "a %s cannot be changed", name);
  lua_concat(L, 2);
  return lua_error(L);
}

static bool grow_collected(clua_state *S) {
  size_t capacity = S->collected_capacity == 0 ? 64 : S->collected_capacity * 2;
  heap_begin(&S->heap);
  collected_handle *grown = realloc(S->collected, capacity * sizeof *grown);
  heap_end(&S->heap);
  if (grown == NULL) return false;  // the payload lives until the state ends
  S->collected = grown;
  S->collected_capacity = capacity;
  return true;
}

// The only finalizer in a state. It runs no Lua code and cannot fail: it notes the handle for Swift to forget.
static int collect_object(lua_State *L) {
  clua_state *S = state_of(L);
  host_object *object = lua_touserdata(L, 1);
  if (object == NULL || S->current == NULL) return 0;
  S->host_bytes -= object->weight;
  object->weight = 0;
  if (S->collected_count == S->collected_capacity && !grow_collected(S)) return 0;
  S->collected[S->collected_count++] = (collected_handle){object->type, object->handle};
  return 0;
}

bool clua_collected(clua_state *S, int *type, int64_t *handle) {
  if (S->collected_count == 0) return false;
  collected_handle last = S->collected[--S->collected_count];
  *type = last.type;
  *handle = last.handle;
  return true;
}

int clua_new_type(clua_state *S, const clua_type_options *options) {
  lua_State *L = S->current;
  if (S->abandoned) return -1;
  if (S->type_count == S->type_capacity) {
    int capacity = S->type_capacity == 0 ? 32 : S->type_capacity * 2;
    host_type *grown = realloc(S->types, (size_t)capacity * sizeof *grown);
    if (grown == NULL) return -1;
    S->types = grown;
    S->type_capacity = capacity;
  }
  int id = S->type_count++;
  host_type *type = &S->types[id];
  lua_checkstack(L, LUA_MINSTACK);
  lua_createtable(L, 0, 16);
  type->metatable = lua_topointer(L, -1);
  type->is_record = options->is_record;
  type->cache_ref = LUA_NOREF;
  lua_pushinteger(L, id);
  lua_rawsetp(L, -2, &type_key);
  lua_pushstring(L, options->name);
  lua_setfield(L, -2, "__name");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");

  lua_createtable(L, 0, 16);  // members
  lua_pushvalue(L, -1);
  type->members_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  lua_pushinteger(L, options->missing);
  lua_pushcclosure(L, options->is_record ? record_index : object_index, 2);
  lua_setfield(L, -2, "__index");

  if (options->assignment >= 0) {
    clua_push_function(S, options->assignment);
  } else {
    lua_pushstring(L, options->name);
    lua_pushcclosure(L, refuse_assignment, 1);
  }
  lua_setfield(L, -2, "__newindex");
  if (options->is_record) {
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    push_mode_key(L);
    lua_pushliteral(L, "v");
    lua_rawset(L, -3);
    lua_setmetatable(L, -2);
    type->cache_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  } else {
    lua_pushcfunction(L, collect_object);
    lua_setfield(L, -2, "__gc");
  }
  type->metatable_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  return id;
}

static bool is_type(const clua_state *S, int type) { return type >= 0 && type < S->type_count && !S->abandoned; }

static void set_member(clua_state *S, int reference, const char *name) {
  lua_State *L = S->current;
  lua_rawgeti(L, LUA_REGISTRYINDEX, reference);
  lua_pushstring(L, name);
  lua_pushvalue(L, -3);
  lua_rawset(L, -3);
  lua_pop(L, 2);
}

void clua_type_method(clua_state *S, int type, const char *name, int handler) {
  if (!is_type(S, type)) return;
  clua_push_function(S, handler);
  set_member(S, S->types[type].members_ref, name);
}

void clua_type_getter(clua_state *S, int type, const char *name, int handler) {
  if (!is_type(S, type)) return;
  lua_checkstack(S->current, LUA_MINSTACK);
  lua_pushinteger(S->current, handler);
  set_member(S, S->types[type].members_ref, name);
}

void clua_type_metamethod(clua_state *S, int type, const char *event, int handler) {
  if (!is_type(S, type)) return;
  clua_push_function(S, handler);
  set_member(S, S->types[type].metatable_ref, event);
}

void clua_push_object(clua_state *S, int type, int64_t handle, uint32_t weight) {
  lua_State *L = S->current;
  lua_checkstack(L, 3);
  if (!is_type(S, type) || S->types[type].is_record) {
    lua_pushnil(L);
    return;
  }
  host_object *object = lua_newuserdatauv(L, sizeof *object, 0);
  object->type = type;
  object->handle = handle;
  object->weight = weight;
  S->host_bytes += weight;
  // Lua's collector does not know how heavy they are: settled when the host function returns.
  if (S->options.memory_limit != 0 && clua_memory_used(S) > S->options.memory_limit) S->over_limit = true;
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[type].metatable_ref);
  lua_setmetatable(L, -2);
}

void clua_push_record(clua_state *S, int type, int64_t handle) {
  lua_State *L = S->current;
  lua_checkstack(L, 4);
  if (!is_type(S, type) || !S->types[type].is_record) {
    lua_pushnil(L);
    return;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[type].cache_ref);
  if (lua_rawgeti(L, -1, handle + 1) == LUA_TTABLE) {
    lua_remove(L, -2);
    return;
  }
  lua_pop(L, 1);
  lua_createtable(L, 0, 4);
  lua_pushinteger(L, handle);
  lua_rawsetp(L, -2, &handle_key);
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[type].metatable_ref);
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawseti(L, -3, handle + 1);
  lua_remove(L, -2);
}

int clua_object(clua_state *S, int index, int64_t *handle) {
  lua_State *L = S->current;
  int kind = lua_type(L, index);
  if (kind != LUA_TUSERDATA && kind != LUA_TTABLE) return -1;
  if (!lua_getmetatable(L, index)) return -1;
  const void *metatable = lua_topointer(L, -1);
  int type = -1;
  if (lua_rawgetp(L, -1, &type_key) == LUA_TNUMBER) type = (int)lua_tointeger(L, -1);
  lua_pop(L, 2);
  if (!is_type(S, type) || S->types[type].metatable != metatable) return -1;
  if (kind == LUA_TUSERDATA) {
    const host_object *object = lua_touserdata(L, index);
    *handle = object->handle;
    return S->types[type].is_record ? -1 : type;
  }
  index = lua_absindex(L, index);
  bool known = lua_rawgetp(L, index, &handle_key) == LUA_TNUMBER;
  *handle = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return known && S->types[type].is_record ? type : -1;
}
