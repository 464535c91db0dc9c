// Coroutines that keep account of which one is running, how deep they nest and whether a limit has struck.
#include "internal.h"

static lua_State *check_coroutine(lua_State *L) {
  lua_State *co = lua_tothread(L, 1);
  luaL_argexpected(L, co != NULL, 1, "coroutine");
  return co;
}

static bool too_deep(clua_state *S) { return S->depth >= MAX_HOST_DEPTH; }

// Moves `count` arguments over and resumes; returns the number of results on the top of L, or -1 with an error there.
static int resume(lua_State *L, lua_State *co, int count) {
  clua_state *S = state_of(L);
  check_stop(L, S);
  check_stack(L, S);
  if (too_deep(S)) {
    lua_pushliteral(L, "stack overflow (coroutines nest too deeply)");
    return -1;
  }
  if (!lua_checkstack(co, count)) {
    lua_pushliteral(L, "too many arguments to resume");
    return -1;
  }
  if (lua_status(co) == LUA_OK && lua_gettop(co) == 0) {
    lua_pushliteral(L, "cannot resume dead coroutine");
    return -1;
  }
  lua_xmove(L, co, count);
  int results = 0;
  lua_State *resumer = S->resumer;
  S->depth++;
  S->resumer = L;
  S->current = co;
  int status = lua_resume(co, L, count, &results);
  S->current = L;
  S->resumer = resumer;
  S->depth--;
  if (status == LUA_OK || status == LUA_YIELD) {
    check_stop(L, S);
    if (!lua_checkstack(L, results + 1)) {
      lua_pop(co, results);
      lua_pushliteral(L, "too many results to resume");
      return -1;
    }
    lua_xmove(co, L, results);
    return results;
  }
  if (status == LUA_ERRMEM) stop_out_of_memory(S);
  if (!S->stopped) {
    // The coroutine's own frames are still there: note them in case the error goes on up.
    capture_trace(co, S);
    S->trace_live = true;
  }
  check_stop(L, S);
  lua_xmove(co, L, 1);
  return -1;
}

static int co_resume(lua_State *L) {
  lua_State *co = check_coroutine(L);
  int results = resume(L, co, lua_gettop(L) - 1);
  if (results < 0) {
    state_of(L)->trace_live = false;
    lua_pushboolean(L, 0);
    lua_insert(L, -2);
    return 2;
  }
  lua_pushboolean(L, 1);
  lua_insert(L, -(results + 1));
  return results + 1;
}

// Runs the pending closes of a coroutine that is suspended or dead.
static int close_coroutine(lua_State *L, lua_State *co) {
  clua_state *S = state_of(L);
  check_stop(L, S);
  check_stack(L, S);
  if (too_deep(S)) return luaL_error(L, "stack overflow (closing coroutines nests too deeply)");
  S->depth++;
  S->current = co;
  int status = lua_resetthread(co);
  S->current = L;
  S->depth--;
  if (status == LUA_ERRMEM) stop_out_of_memory(S);
  check_stop(L, S);
  return status;
}

static int wrapped(lua_State *L) {
  lua_State *co = lua_tothread(L, lua_upvalueindex(1));
  int results = resume(L, co, lua_gettop(L));
  if (results >= 0) return results;
  bool live = state_of(L)->trace_live;
  int status = lua_status(co);
  if (status != LUA_OK && status != LUA_YIELD) {
    lua_pop(L, 1);
    close_coroutine(L, co);
    lua_xmove(co, L, 1);  // the error, or a later one from a __close
  }
  state_of(L)->trace_live = live;
  return lua_error(L);
}

static int co_create(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  lua_State *co = lua_newthread(L);
  lua_pushvalue(L, 1);
  lua_xmove(L, co, 1);
  return 1;
}

static int co_wrap(lua_State *L) {
  co_create(L);
  lua_pushcclosure(L, wrapped, 1);
  return 1;
}

static int co_yield(lua_State *L) {
  clua_state *S = state_of(L);
  check_stop(L, S);
  if (L == S->thread) return luaL_error(L, "attempt to yield from outside a coroutine");
  return lua_yield(L, lua_gettop(L));
}

static const char *status_name(lua_State *L, lua_State *co) {
  if (L == co) return "running";
  switch (lua_status(co)) {
    case LUA_YIELD: return "suspended";
    case LUA_OK: {
      lua_Debug activation;
      if (lua_getstack(co, 0, &activation)) return "normal";
      return lua_gettop(co) == 0 ? "dead" : "suspended";
    }
    default: return "dead";
  }
}

static int co_status(lua_State *L) {
  lua_pushstring(L, status_name(L, check_coroutine(L)));
  return 1;
}

static int co_close(lua_State *L) {
  lua_State *co = check_coroutine(L);
  const char *name = status_name(L, co);
  if (name[0] != 's' && name[0] != 'd') return luaL_error(L, "cannot close a %s coroutine", name);
  if (close_coroutine(L, co) == LUA_OK) {
    lua_pushboolean(L, 1);
    return 1;
  }
  lua_pushboolean(L, 0);
  lua_xmove(co, L, 1);
  return 2;
}

static int co_isyieldable(lua_State *L) {
  lua_State *co = lua_isnone(L, 1) ? L : check_coroutine(L);
  lua_pushboolean(L, lua_isyieldable(co));
  return 1;
}

static int co_running(lua_State *L) {
  lua_pushthread(L);
  lua_pushboolean(L, L == state_of(L)->thread);
  return 2;
}

void open_coroutines(lua_State *L) {
  static const luaL_Reg functions[] = {
      {"close", co_close},           {"create", co_create}, {"isyieldable", co_isyieldable}, {"resume", co_resume},
      {"running", co_running},       {"status", co_status}, {"wrap", co_wrap},               {"yield", co_yield},
      {NULL, NULL}};
  luaL_newlib(L, functions);
}
