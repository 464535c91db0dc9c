// What scripts find in their environment: an allow-list, made of Lua's own functions where they are harmless and of
// ours where they are not.
#include "internal.h"

#include <string.h>

static const char identities_key = 0;

// Strings ----------------------------------------------------------------------------------------------------------------

// The number of an object, counted in the order in which they are first printed: addresses would differ from run to run.
static lua_Integer identity(lua_State *L, int index) {
  clua_state *S = state_of(L);
  index = lua_absindex(L, index);
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &identities_key) != LUA_TTABLE) {
    lua_pop(L, 1);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    push_mode_key(L);
    lua_pushliteral(L, "k");
    lua_rawset(L, -3);
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &identities_key);
  }
  lua_pushvalue(L, index);
  if (lua_rawget(L, -2) != LUA_TNUMBER) {
    lua_pop(L, 1);
    lua_pushvalue(L, index);
    lua_pushinteger(L, ++S->next_identity);
    lua_pushvalue(L, -1);
    lua_insert(L, -3);
    lua_rawset(L, -4);
  }
  lua_Integer number = lua_tointeger(L, -1);
  lua_pop(L, 2);
  return number;
}

void push_tostring(lua_State *L, int index) {
  index = lua_absindex(L, index);
  luaL_checkstack(L, 8, NULL);
  check_stack(L, state_of(L));
  if (luaL_callmeta(L, index, "__tostring")) {
    if (!lua_isstring(L, -1)) luaL_error(L, "'__tostring' must return a string");
    return;
  }
  switch (lua_type(L, index)) {
    case LUA_TNUMBER:
    case LUA_TSTRING:
    case LUA_TBOOLEAN:
    case LUA_TNIL:
      luaL_tolstring(L, index, NULL);
      return;
    default: {
      int kind = luaL_getmetafield(L, index, "__name");
      const char *name = kind == LUA_TSTRING ? lua_tostring(L, -1) : luaL_typename(L, index);
      lua_pushfstring(L, "%s: %I", name, (LUAI_UACINT)identity(L, index));
      if (kind != LUA_TNIL) lua_remove(L, -2);
    }
  }
}

static int base_tostring(lua_State *L) {
  luaL_checkany(L, 1);
  push_tostring(L, 1);
  return 1;
}

static int base_print(lua_State *L) {
  clua_state *S = state_of(L);
  int count = lua_gettop(L);
  luaL_Buffer line;
  luaL_buffinit(L, &line);
  for (int i = 1; i <= count; i++) {
    if (i > 1) luaL_addchar(&line, '\t');
    push_tostring(L, i);
    luaL_addvalue(&line);
  }
  luaL_pushresult(&line);
  if (S->options.print < 0) return 0;
  lua_insert(L, 1);
  lua_settop(L, 1);
  run_handler(L, S, S->options.print);
  return 0;
}

// Errors -----------------------------------------------------------------------------------------------------------------

// What every place that catches errors does first: a limit goes on up, and the trace of a caught error is forgotten.
void caught(lua_State *L, int status) {
  clua_state *S = state_of(L);
  if (status == LUA_ERRMEM) stop_out_of_memory(S);
  S->trace_live = false;
  check_stop(L, S);
}

static int finish_call(lua_State *L, int status, lua_KContext skipped) {
  if (status != LUA_OK && status != LUA_YIELD) {
    caught(L, status);
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
  }
  check_stop(L, state_of(L));
  return lua_gettop(L) - (int)skipped;
}

int base_pcall(lua_State *L) {
  luaL_checkany(L, 1);
  check_stack(L, state_of(L));
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  int status = lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish_call);
  return finish_call(L, status, 0);
}

// A script's message handler is not called for a limit.
static int guarded_handler(lua_State *L) {
  if (state_of(L)->stopped) return 1;
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

static int base_xpcall(lua_State *L) {
  int count = lua_gettop(L);
  check_stack(L, state_of(L));
  luaL_checktype(L, 2, LUA_TFUNCTION);
  lua_pushvalue(L, 2);
  lua_pushcclosure(L, guarded_handler, 1);
  lua_replace(L, 2);
  lua_pushboolean(L, 1);
  lua_pushvalue(L, 1);
  lua_rotate(L, 3, 2);
  int status = lua_pcallk(L, count - 2, LUA_MULTRET, 2, 2, finish_call);
  return finish_call(L, status, 2);
}

// Tables -----------------------------------------------------------------------------------------------------------------

static int base_setmetatable(lua_State *L) {
  int kind = lua_type(L, 2);
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, kind == LUA_TNIL || kind == LUA_TTABLE, 2, "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL) return luaL_error(L, "cannot change a protected metatable");
  if (kind == LUA_TTABLE) {
    // When a finalizer runs depends on the collector, and Lua switches the deadline's hook off in it.
    lua_pushliteral(L, "__gc");
    if (lua_rawget(L, 2) != LUA_TNIL)
      return luaL_error(L, "finalizers (__gc) are not available in report scripts; use a <close> variable");
  }
  lua_settop(L, 2);
  lua_setmetatable(L, 1);
  return 1;
}

static int base_collectgarbage(lua_State *L) {
  const char *option = luaL_optstring(L, 1, "collect");
  if (strcmp(option, "count") == 0) {
    lua_pushnumber(L, (lua_Number)state_of(L)->used / 1024);
    return 1;
  }
  if (strcmp(option, "collect") == 0 || strcmp(option, "step") == 0) {
    lua_gc(L, LUA_GCCOLLECT);
    lua_pushinteger(L, 0);
    if (option[0] == 's') lua_pushboolean(L, 1);
    return 1;
  }
  if (strcmp(option, "isrunning") == 0) {
    lua_pushboolean(L, 1);
    return 1;
  }
  return luaL_error(L, "collectgarbage option '%s' is not available in report scripts", option);
}

// Loading ----------------------------------------------------------------------------------------------------------------

// Source is handed to the parser in small pieces: between them a limit can strike.
#define PIECE 1024

struct source_reader {
  const char *next;
  size_t left;
  int function;  // stack index of a reader function, 0: none
  int anchor;    // stack index that keeps the piece alive
};

static const char *read_piece(lua_State *L, void *context, size_t *count) {
  struct source_reader *reader = context;
  check_stop(L, state_of(L));
  if (reader->left == 0 && reader->function != 0) {
    luaL_checkstack(L, 2, "too many nested functions");
    check_stack(L, state_of(L));
    lua_pushvalue(L, reader->function);
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
      lua_pop(L, 1);
      *count = 0;
      return NULL;
    }
    if (lua_type(L, -1) != LUA_TSTRING) luaL_error(L, "reader function must return a string");
    lua_replace(L, reader->anchor);
    reader->next = lua_tolstring(L, reader->anchor, &reader->left);
  }
  const char *piece = reader->next;
  *count = reader->left < PIECE ? reader->left : PIECE;
  reader->next += *count;
  reader->left -= *count;
  return piece;
}

// Compiles text and pushes the function, or pushes the message.
clua_status load_source(lua_State *L, clua_state *S, const char *source, size_t count, const char *name) {
  (void)S;
  struct source_reader reader = {source, count, 0, 0};
  int status = lua_load(L, read_piece, &reader, name, "t");
  if (status == LUA_ERRMEM || state_of(L)->stopped) caught(L, status);
  return status == LUA_OK ? CLUA_OK : status == LUA_ERRSYNTAX ? CLUA_SYNTAX : CLUA_ERROR;
}

// load(chunk [, name [, mode [, env]]]); upvalue 1 is the environment that this `load` belongs to.
static int base_load(lua_State *L) {
  enum { CHUNK = 1, NAME, MODE, ENVIRONMENT, ANCHOR };
  const char *name = luaL_optstring(L, NAME, NULL);
  const char *mode = luaL_optstring(L, MODE, "t");
  bool own_environment = !lua_isnone(L, ENVIRONMENT);
  lua_settop(L, ENVIRONMENT);
  lua_pushnil(L);
  struct source_reader reader = {0};
  if (lua_type(L, CHUNK) == LUA_TSTRING) {
    reader.next = lua_tolstring(L, CHUNK, &reader.left);
    if (name == NULL) name = reader.next;
  } else {
    luaL_checktype(L, CHUNK, LUA_TFUNCTION);
    reader.function = CHUNK;
    reader.anchor = ANCHOR;
    if (name == NULL) name = "load";
  }
  // A name that looks like a file's stays in quotes: no chunk passes for another one.
  if (name[0] == '@' || name[0] == '=') name++;
  if (name[0] == '@' || name[0] == '=') name = "?";
  if (strchr(mode, 't') == NULL) {
    lua_pushnil(L);
    lua_pushfstring(L, "attempt to load a text chunk (mode is '%s')", mode);
    return 2;
  }
  int status = lua_load(L, read_piece, &reader, name, "t");
  if (status != LUA_OK) {
    caught(L, status);
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
  }
  lua_pushvalue(L, own_environment ? ENVIRONMENT : lua_upvalueindex(1));
  if (lua_setupvalue(L, -2, 1) == NULL) lua_pop(L, 1);
  return 1;
}

// Random numbers ---------------------------------------------------------------------------------------------------------

static void seed_random(lua_State *L, clua_state *S) {
  lua_pushinteger(L, (lua_Integer)S->options.seed[0]);
  lua_pushinteger(L, (lua_Integer)S->options.seed[1]);
}

// Without arguments Lua seeds from the clock; here it goes back to the run's own seed. Upvalue 1 is Lua's function.
static int math_randomseed(lua_State *L) {
  if (lua_isnone(L, 1)) seed_random(L, state_of(L));
  // It shares its generator with math.random as its own first upvalue, so that it has to be called as itself.
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
  return lua_gettop(L);
}

static void wrap_random(lua_State *L) {
  lua_getfield(L, -1, "randomseed");
  lua_pushcclosure(L, math_randomseed, 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "randomseed");
  lua_call(L, 0, 0);
}

// The environment --------------------------------------------------------------------------------------------------------

static const luaL_Reg own_base[] = {
    {"collectgarbage", base_collectgarbage}, {"pcall", base_pcall},       {"print", base_print},
    {"setmetatable", base_setmetatable},     {"tostring", base_tostring}, {"xpcall", base_xpcall},
    {NULL, NULL}};

// Copies fields of the table on the top, by name, into the table below it.
static void allow(lua_State *L, const char *const *names) {
  for (; *names != NULL; names++) {
    lua_getfield(L, -1, *names);
    lua_setfield(L, -3, *names);
  }
}

// Opens one of Lua's libraries without leaving a trace of it anywhere.
static void open_library(lua_State *L, lua_CFunction opener, const char *name) {
  luaL_requiref(L, name, opener, 0);
  lua_pushnil(L);
  lua_setfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
}

void open_sandbox(lua_State *L, clua_state *S) {
  static const char *const base[] = {"assert",   "error",  "getmetatable", "ipairs", "rawequal",
                                     "rawget",   "rawlen", "rawset",       "select", "tonumber", "type",  "_VERSION",
                                     NULL};
  static const char *const string[] = {"byte", "char", "find",    "format", "gmatch", "gsub", "len",   "lower",
                                       "match", "pack", "packsize", "rep",  "reverse", "sub", "unpack", "upper", NULL};
  lua_newtable(L);
  open_library(L, luaopen_base, LUA_GNAME);
  allow(L, base);
  lua_pop(L, 1);
  // The base library has filled the global table; nothing of that is reachable.
  lua_newtable(L);
  lua_rawseti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  luaL_setfuncs(L, own_base, 0);
  order_pairs(L);

  open_library(L, luaopen_math, LUA_MATHLIBNAME);
  wrap_random(L);
  lua_setfield(L, -2, LUA_MATHLIBNAME);
  open_library(L, luaopen_utf8, LUA_UTF8LIBNAME);
  bound_utf8(L);
  lua_setfield(L, -2, LUA_UTF8LIBNAME);
  open_library(L, luaopen_table, LUA_TABLIBNAME);
  bound_tables(L);
  lua_setfield(L, -2, LUA_TABLIBNAME);

  lua_newtable(L);
  open_library(L, luaopen_string, LUA_STRLIBNAME);
  allow(L, string);
  lua_pop(L, 1);
  bound_strings(L);
  lua_setfield(L, -2, LUA_STRLIBNAME);
  // Methods of strings come from a table of their own that no script can reach; arithmetic on strings stays Lua's.
  lua_pushliteral(L, "");
  lua_getmetatable(L, -1);
  lua_newtable(L);
  lua_getfield(L, -4, LUA_STRLIBNAME);
  allow(L, string);
  lua_pop(L, 1);
  lua_setfield(L, -2, "__index");
  lua_pushboolean(L, 0);
  lua_setfield(L, -2, "__metatable");
  lua_pop(L, 2);

  open_coroutines(L);
  lua_setfield(L, -2, LUA_COLIBNAME);
  S->environment_ref = luaL_ref(L, LUA_REGISTRYINDEX);
}

void push_environment(lua_State *L, clua_state *S) {
  luaL_checkstack(L, 8, NULL);
  if (S->environment_ref == LUA_NOREF) {  // a bare state
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    return;
  }
  lua_createtable(L, 0, 40);
  lua_rawgeti(L, LUA_REGISTRYINDEX, S->environment_ref);
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -5);
  }
  lua_pop(L, 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, LUA_GNAME);
  lua_pushvalue(L, -1);
  lua_pushcclosure(L, base_load, 1);
  lua_setfield(L, -2, "load");
}

void clua_push_shared_environment(clua_state *S) {
  lua_State *L = S->current;
  lua_checkstack(L, 2);
  if (S->abandoned) {
    lua_pushnil(L);
  } else if (S->environment_ref == LUA_NOREF) {
    lua_rawgeti(L, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
  } else {
    lua_rawgeti(L, LUA_REGISTRYINDEX, S->environment_ref);
  }
}
