// Host functions and host types: how Lua reaches Swift.
#include "internal.h"

#include <stdlib.h>
#include <string.h>

typedef struct host_object {
  int32_t type;
  uint32_t weight;
  int64_t handle;
} host_object;

// Keys of metatables and of records; their addresses cannot be made by a script.
static const char handle_key = 0, type_key = 0;

// A record says what it is where other tables have their number (state.c), out of reach of any script: the mark, its type
// and its handle. A handle that needs more bits lies in the table, under a key that no script can make.
#define RECORD_MARK (UINT64_C(1) << 63)
#define RECORD_WIDE (UINT64_C(1) << 62)
#define HANDLE_BITS 40
#define HANDLE_MASK ((UINT64_C(1) << HANDLE_BITS) - 1)
#define TYPE_MASK ((UINT64_C(1) << 20) - 1)
// Fields that a record has room for from the start.
#define RECORD_FIELDS 2

// What stands around a call of Swift. Errors are raised only after Swift has returned.
static inline lua_State *before_swift(lua_State *L, clua_state *S) {
  check_stop(L, S);
  check_stack(L, S);
  if (S->depth >= MAX_HOST_DEPTH) luaL_error(L, "stack overflow (host functions call each other too deeply)");
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
  luaL_checkstack(L, LUA_MINSTACK, "too many arguments");
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

// The type of the record at an index, -1 for any other table.
static int record_at(lua_State *L, int index, int64_t *handle) {
  uint64_t serial = serial_of(lua_topointer(L, index));
  if ((serial & RECORD_MARK) == 0) return -1;
  *handle = (int64_t)(serial & HANDLE_MASK);
  if (serial & RECORD_WIDE) {
    lua_rawgetp(L, index, &handle_key);
    *handle = lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  return (int)(serial >> HANDLE_BITS & TYPE_MASK);
}

// Where the search for a key in the list of a type's texts begins.
static inline unsigned text_slot(const char *key) { return (unsigned)((uintptr_t)key >> 4) & (TEXT_SLOTS - 1); }

// The number of the text whose name is the key at an index, -1 for none. Lua keeps one string of a text as short as a
// name, which stays as long as the type names it, so that no bytes are compared.
static int text_at(lua_State *L, const host_type *type, int index) {
  if (lua_type(L, index) != LUA_TSTRING) return -1;
  const char *key = lua_tostring(L, index);
  for (unsigned slot = text_slot(key); type->text_keys[slot] != NULL; slot = (slot + 1) & (TEXT_SLOTS - 1))
    if (type->text_keys[slot] == key) return type->text_fields[slot];
  return -1;
}

// As for objects, but what a getter returns stays in the record: the next read is a table read.
static int record_index(lua_State *L) {
  clua_state *S = state_of(L);
  int64_t handle;
  int type = lua_type(L, 1) == LUA_TTABLE ? record_at(L, 1, &handle) : -1;
  if (type < 0) return luaL_error(L, "not a record");
  int field = text_at(L, &S->types[type], 2);
  if (field >= 0) {
    if (S->read_text == NULL) return luaL_error(L, "what the record belongs to has ended");
    lua_State *outer = before_swift(L, S);
    after_swift(L, S, outer, S->read_text(S->text_context, field, handle));
  } else {
    lua_pushvalue(L, 2);
    int kind = lua_rawget(L, lua_upvalueindex(MEMBERS));
    if (kind == LUA_TFUNCTION) return 1;
    int handler = (int)lua_tointeger(L, kind == LUA_TNUMBER ? -1 : lua_upvalueindex(MISSING));
    lua_settop(L, 2);
    if (kind != LUA_TNUMBER) return handler < 0 ? 0 : run_handler(L, S, handler);
    lua_State *outer = before_swift(L, S);
    after_swift(L, S, outer, S->options.read(S->options.context, handler, handle));
  }
  if (lua_isnil(L, -1)) return 1;
  lua_pushvalue(L, 2);
  lua_pushvalue(L, -2);
  lua_rawset(L, 1);
  return 1;
}

uint64_t order_of_object(lua_State *L, int index) {
  const host_object *object = lua_touserdata(L, index);
  if (lua_rawlen(L, index) != sizeof *object) return 0;
  return (uint64_t)object->type << HANDLE_BITS | ((uint64_t)object->handle & HANDLE_MASK);
}

bool order_of_record(lua_State *L, int index, uint64_t *order) {
  uint64_t serial = serial_of(lua_topointer(L, index));
  *order = serial & ~(RECORD_MARK | RECORD_WIDE);
  return (serial & RECORD_MARK) != 0;
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
  *type = (host_type){.is_record = options->is_record, .cache_ref = LUA_NOREF};
  lua_checkstack(L, LUA_MINSTACK);
  lua_createtable(L, 0, 16);
  type->metatable = lua_topointer(L, -1);
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

bool clua_type_text(clua_state *S, int type, const char *name, int field) {
  if (!is_type(S, type) || S->types[type].text_count == TEXT_SLOTS / 2) return false;
  lua_State *L = S->current;
  lua_checkstack(L, LUA_MINSTACK);
  // Among the members too, which keep the name alive.
  lua_pushstring(L, name);
  const char *key = lua_tostring(L, -1);
  lua_pushinteger(L, field);
  set_member(S, S->types[type].members_ref, name);
  unsigned slot = text_slot(key);
  while (S->types[type].text_keys[slot] != NULL) slot = (slot + 1) & (TEXT_SLOTS - 1);
  S->types[type].text_keys[slot] = key;
  S->types[type].text_fields[slot] = field;
  S->types[type].text_count++;
  lua_pop(L, 1);
  return true;
}

// In clua_read_text only: a function of C has room for it.
void clua_push_text(clua_state *S, const char *bytes, size_t count) {
  if (count > 4096) {
    clua_push_bytes(S, bytes, count);
  } else {
    lua_pushlstring(S->current, bytes, count);
  }
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

// Pushes a new record without its metatable.
static void make_record(lua_State *L, clua_state *S, int type, int64_t handle) {
  lua_createtable(L, 0, RECORD_FIELDS);
  uint64_t serial = RECORD_MARK | (uint64_t)type << HANDLE_BITS;
  if (((uint64_t)handle & HANDLE_MASK) == (uint64_t)handle) {
    serial |= (uint64_t)handle;
  } else {
    serial |= RECORD_WIDE | (++S->next_serial & HANDLE_MASK);
    lua_pushinteger(L, handle);
    lua_rawsetp(L, -2, &handle_key);
  }
  set_serial(lua_topointer(L, -1), serial);
}

// Where the record of a handle lies in the cache of its type.
static lua_Integer place_in_cache(int64_t handle) { return (lua_Integer)((uint64_t)handle + 1); }

void clua_push_record(clua_state *S, int type, int64_t handle) {
  lua_State *L = S->current;
  lua_checkstack(L, 4);
  if (!is_type(S, type) || !S->types[type].is_record) {
    lua_pushnil(L);
    return;
  }
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[type].cache_ref);
  if (lua_rawgeti(L, -1, place_in_cache(handle)) == LUA_TTABLE) {
    lua_remove(L, -2);
    return;
  }
  lua_pop(L, 1);
  make_record(L, S, type, handle);
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[type].metatable_ref);
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawseti(L, -3, place_in_cache(handle));
  lua_remove(L, -2);
}

int clua_object(clua_state *S, int index, int64_t *handle) {
  lua_State *L = S->current;
  if (S->abandoned) return -1;  // what lies on the spare stack has no numbers
  int kind = lua_type(L, index);
  if (kind == LUA_TTABLE) return record_at(L, lua_absindex(L, index), handle);
  if (kind != LUA_TUSERDATA || !lua_getmetatable(L, index)) return -1;
  const void *metatable = lua_topointer(L, -1);
  int type = -1;
  if (lua_rawgetp(L, -1, &type_key) == LUA_TNUMBER) type = (int)lua_tointeger(L, -1);
  lua_pop(L, 2);
  if (!is_type(S, type) || S->types[type].metatable != metatable || S->types[type].is_record) return -1;
  *handle = ((const host_object *)lua_touserdata(L, index))->handle;
  return type;
}

// Many records ---------------------------------------------------------------------------------------------------------

// The handles that an iterator goes through: those listed or, where there is no list, `count` from `first` on.
typedef struct record_list {
  int type;
  bool is_range;
  size_t count, next;
  int64_t first;
  int64_t handles[];
} record_list;

static bool is_range(const int64_t *handles, size_t count) {
  for (size_t i = 1; i < count; i++)
    if ((uint64_t)handles[i] != (uint64_t)handles[0] + i) return false;
  return true;
}

enum { LIST = 1, CACHE, METATABLE };

// Pushes the record of a handle; the cache and the metatable of its type lie at two indices.
static void push_cached(lua_State *L, clua_state *S, int type, int64_t handle, int cache, int metatable) {
  S->has_latest = true;
  S->latest = handle;
  if (lua_rawgeti(L, cache, place_in_cache(handle)) == LUA_TTABLE) return;
  lua_pop(L, 1);
  make_record(L, S, type, handle);
  lua_pushvalue(L, metatable);
  lua_setmetatable(L, -2);
  lua_pushvalue(L, -1);
  lua_rawseti(L, cache, place_in_cache(handle));
}

static int next_record(lua_State *L) {
  clua_state *S = state_of(L);
  record_list *list = lua_touserdata(L, lua_upvalueindex(LIST));
  if (list->next >= list->count) {
    S->has_latest = false;
    lua_pushnil(L);
    return 1;
  }
  size_t place = list->next++;
  int64_t handle = list->is_range ? (int64_t)((uint64_t)list->first + place) : list->handles[place];
  push_cached(L, S, list->type, handle, lua_upvalueindex(CACHE), lua_upvalueindex(METATABLE));
  return 1;
}

void clua_push_record_iterator(clua_state *S, int type, const int64_t *handles, size_t count) {
  lua_State *L = S->current;
  lua_checkstack(L, 4);
  if (!is_type(S, type) || !S->types[type].is_record) {
    lua_pushnil(L);
    return;
  }
  bool range = is_range(handles, count);
  if (!range && !has_memory(L, S, count * sizeof *handles)) count = 0;
  record_list *list = lua_newuserdatauv(L, sizeof *list + (range ? 0 : count * sizeof *handles), 0);
  *list = (record_list){.type = type, .is_range = range, .count = count, .first = count == 0 ? 0 : handles[0]};
  if (!range && count > 0) memcpy(list->handles, handles, count * sizeof *handles);
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[type].cache_ref);
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[type].metatable_ref);
  lua_pushcclosure(L, next_record, 3);
}

struct filter_request {
  int type;
  const int64_t *handles;
  size_t count;
  bool *accepted;
};

// The function to ask lies at 2.
static int protected_filter(lua_State *L) {
  const struct filter_request *request = lua_touserdata(L, 1);
  clua_state *S = state_of(L);
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[request->type].cache_ref);
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->types[request->type].metatable_ref);
  for (size_t i = 0; i < request->count; i++) {
    lua_pushvalue(L, 2);
    push_cached(L, S, request->type, request->handles[i], 3, 4);
    lua_call(L, 1, 1);
    poll_limits(L, S);  // a function of the library runs no hook
    request->accepted[i] = lua_toboolean(L, -1);
    lua_pop(L, 1);
  }
  return 0;
}

clua_status clua_filter(clua_state *S, int type, const int64_t *handles, size_t count, bool *accepted) {
  lua_State *L = S->current;
  if (!is_type(S, type) || !S->types[type].is_record || !lua_checkstack(L, LUA_MINSTACK)) {
    clua_set_top(S, -2);
    return CLUA_STOPPED;
  }
  struct filter_request request = {type, handles, count, accepted};
  const bool had_latest = S->has_latest;
  const int64_t latest = S->latest;
  lua_pushcfunction(L, protected_filter);
  lua_insert(L, -2);
  lua_pushlightuserdata(L, &request);
  lua_insert(L, -2);
  clua_status status = clua_call(S, 2, 0);
  if (status == CLUA_OK) {
    S->has_latest = had_latest;
    S->latest = latest;
  }
  return status;
}

bool clua_latest_record(const clua_state *S, int64_t *handle) {
  *handle = S->latest;
  return S->has_latest;
}
