// What C can do at best: articles as userdata whose `__index` compares the key's pointer with those of interned strings and
// pushes a slice of a flat buffer. The same loops as in loops.lua, on Lua's own libraries, without limits.
//
//   limit LOOPS.LUA LOOP N ARTICLES      prints the bytes that Lua holds more at the end than at the start, per article
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TITLE, TEXT, FIELDS };

static const char *const names[FIELDS] = {"title", "text"};
static const char *keys[FIELDS];
static char *buffer;
static size_t *starts;  // FIELDS + 1 a record
static int count;
static int metatable_ref;

static int article_index(lua_State *L) {
  const int *record = lua_touserdata(L, 1);
  const char *key = lua_tostring(L, 2);
  for (int field = 0; field < FIELDS; field++) {
    if (key != keys[field]) continue;
    const size_t *place = &starts[(size_t)*record * (FIELDS + 1) + field];
    lua_pushlstring(L, buffer + place[0], place[1] - place[0]);
    return 1;
  }
  return 0;
}

static void push_article(lua_State *L, int number) {
  int *record = lua_newuserdatauv(L, sizeof *record, 0);
  *record = number;
  lua_rawgeti(L, LUA_REGISTRYINDEX, metatable_ref);
  lua_setmetatable(L, -2);
}

static int next_article(lua_State *L) {
  int number = (int)lua_tointeger(L, lua_upvalueindex(1));
  if (number >= count) return 0;
  lua_pushinteger(L, number + 1);
  lua_replace(L, lua_upvalueindex(1));
  push_article(L, number);
  return 1;
}

static int each(lua_State *L) {
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, next_article, 1);
  return 1;
}

static int first(lua_State *L) {
  push_article(L, 0);
  return 1;
}

// Calls the closure for each article, as `query:filter` does.
static int filter(lua_State *L) {
  lua_Integer kept = 0;
  for (int i = 0; i < count; i++) {
    lua_pushvalue(L, 1);
    push_article(L, i);
    if (lua_pcall(L, 1, 1, 0) != LUA_OK) return lua_error(L);
    kept += lua_toboolean(L, -1);
    lua_pop(L, 1);
  }
  lua_pushinteger(L, kept);
  return 1;
}

static const luaL_Reg functions[] = {{"each", each}, {"first", first}, {"filter", filter}, {NULL, NULL}};

static void fill(void) {
  starts = malloc((size_t)count * (FIELDS + 1) * sizeof *starts);
  buffer = malloc((size_t)count * 3072 + 3072);
  size_t at = 0;
  for (int i = 0; i < count; i++) {
    size_t *place = &starts[(size_t)i * (FIELDS + 1)];
    place[0] = at;
    at += (size_t)sprintf(buffer + at, "River rises in district %d", i);
    place[1] = at;
    memset(buffer + at, 'a' + i % 26, 3000);
    memcpy(buffer + at, &i, sizeof i);
    at += 3000;
    place[2] = at;
  }
}

int main(int argc, char **argv) {
  if (argc != 5) return 64;
  count = atoi(argv[4]);
  fill();
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  for (int i = 0; i < FIELDS; i++) {
    keys[i] = lua_pushstring(L, names[i]);
    luaL_ref(L, LUA_REGISTRYINDEX);
  }
  lua_newtable(L);
  lua_pushcfunction(L, article_index);
  lua_setfield(L, -2, "__index");
  metatable_ref = luaL_ref(L, LUA_REGISTRYINDEX);
  if (luaL_loadfile(L, argv[1]) != LUA_OK || lua_pcall(L, 0, 1, 0) != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    return 70;
  }
  lua_getfield(L, -1, argv[2]);
  luaL_newlib(L, functions);
  lua_pushinteger(L, atoi(argv[3]));
  if (lua_pcall(L, 2, 1, 0) != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    return 70;
  }
  if (lua_isnumber(L, -1)) printf("%.1f\n", lua_tonumber(L, -1));
  return 0;
}
