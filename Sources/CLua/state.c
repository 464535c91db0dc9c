// Life of a state: allocator with a limit, stopping, entry from Swift.
#include "internal.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

double monotonic_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void capture_limit(lua_State *L, clua_state *S) {
  S->trace_live = false;
  capture_trace(L, S);
}

static bool exceeds(const clua_state *S, size_t size) {
  int64_t failing = S->options.fail_allocation;
  return (S->options.memory_limit != 0 && size > S->options.memory_limit) ||
         (failing > 0 && S->allocations >= failing) || (failing < 0 && S->allocations == -failing);
}

// Kept for the allocations of host functions, which must not fail, on a machine that has no memory left.
#define RESERVE 65536

// What a block takes of the C heap: small blocks carry a header and come in steps of 16 bytes.
static inline size_t footprint(size_t size) {
  if (size == 0) return 0;
  return size <= 24 ? 32 : (size + 8 + 15) & ~(size_t)15;
}

static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
  clua_state *S = context;
  if (block == NULL) old_size = 0;  // Lua passes a type tag here
  size_t released = footprint(old_size), taken = footprint(new_size);
  if (new_size == 0) {
    free(block);
    S->used -= released;
    return NULL;
  }
  if (new_size > old_size) {
    S->allocations++;
    if (taken < new_size || exceeds(S, S->used - released + taken)) {
      if (S->no_fail == 0) {
        // Lua collects garbage and tries once more; the frames are those of the last failure.
        if (S->main != NULL && !S->stopped) capture_limit(S->current, S);
        return NULL;
      }
      S->over_limit = true;
    }
  }
  void *moved = realloc(block, new_size);
  if (moved == NULL) {
    // Shrinking must not fail; the larger block serves as well.
    if (new_size <= old_size) moved = block;
    if (moved == NULL && S->no_fail > 0 && S->reserve != NULL) {
      free(S->reserve);
      S->reserve = NULL;
      S->over_limit = true;
      stop_state(S, CLUA_LIMIT_MEMORY);
      moved = realloc(block, new_size);
    }
    if (moved == NULL) return NULL;
  }
  S->used += taken - released;
  if (S->used > S->peak) S->peak = S->used;
  return moved;
}

// The value that unwinds a stopped state. Scripts never see it: whatever catches it raises it again.
static const char stop_token = 0;

static void stop_hook(lua_State *L, lua_Debug *activation) {
  (void)activation;
  raise_stop(L, state_of(L));
}

void raise_stop(lua_State *L, clua_state *S) {
  if (!S->limit_traced) {
    S->limit_traced = true;
    capture_limit(L, S);
  }
  lua_sethook(L, stop_hook, LUA_MASKCOUNT, 1);
  lua_pushlightuserdata(L, (void *)&stop_token);
  lua_error(L);
}

// Also runs in a signal handler on the thread that runs the state: lua_sethook may be called there (as lua.c does).
void stop_state(clua_state *S, clua_limit reason) {
  if (S->stopped == CLUA_LIMIT_NONE) S->stopped = reason;
  lua_State *L = S->current;
  if (L != NULL) lua_sethook(L, stop_hook, LUA_MASKCOUNT, 1);
}

void stop_out_of_memory(clua_state *S) {
  if (!S->stopped) S->limit_traced = true;  // by the allocator, when it failed
  stop_state(S, CLUA_LIMIT_MEMORY);
}

static int set_up(lua_State *L) {
  clua_state *S = state_of(L);
  if (S->options.bare) {
    luaL_openlibs(L);
  } else {
    open_sandbox(L, S);
  }
  return 0;
}

static int refuse_to_panic(lua_State *L) {
  // Not reached: everything that can raise runs in protected mode.
  (void)L;
  abort();
}

clua_state *clua_new(const clua_options *options) {
  clua_state *S = calloc(1, sizeof *S);
  if (S == NULL) return NULL;
  S->options = *options;
  S->time_left = options->time_limit;
  S->environment_ref = LUA_NOREF;
  lua_State *L = lua_newstate(allocate, S);
  if (L == NULL) {
    free(S);
    return NULL;
  }
  S->main = L;
  S->current = L;
  *(clua_state **)lua_getextraspace(L) = S;
  lua_atpanic(L, refuse_to_panic);
  lua_pushcfunction(L, set_up);
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
    lua_close(L);
    free(S);
    return NULL;
  }
  S->reserve = malloc(RESERVE);
  S->no_fail = 1;  // Swift is running from here on
  return S;
}

void clua_close(clua_state *S) {
  S->no_fail = 1;
  S->current = NULL;
  lua_close(S->main);
  free(S->reserve);
  free(S->types);
  free(S->collected);
  free(S);
}

void clua_set_context(clua_state *S, void *context) { S->options.context = context; }

clua_limit clua_stopped(const clua_state *S) { return (clua_limit)S->stopped; }

void clua_stop(clua_state *S, clua_limit reason) { stop_state(S, reason); }

size_t clua_memory_used(const clua_state *S) { return S->used; }
size_t clua_memory_peak(const clua_state *S) { return S->peak; }
int64_t clua_allocations(const clua_state *S) { return S->allocations; }

double clua_time_left(const clua_state *S) {
  if (S->options.time_limit <= 0) return -1;
  double left = S->time_left;
  if (S->entries > 0) left -= monotonic_seconds() - S->entered;
  return left > 0 ? left : 0;
}

static void enter(clua_state *S) {
  if (S->entries++ == 0) deadline_enter(S);
}

static void leave(clua_state *S) {
  if (--S->entries == 0) deadline_leave(S);
}

// Called by whatever catches an error: after running out of memory nothing goes on.
static clua_status finish(lua_State *L, clua_state *S, int status, int base) {
  if (status == LUA_ERRMEM) stop_out_of_memory(S);
  if (S->stopped) {
    lua_settop(L, base);
    return CLUA_STOPPED;
  }
  if (status == LUA_OK) return CLUA_OK;
  return status == LUA_ERRSYNTAX ? CLUA_SYNTAX : CLUA_ERROR;
}

// Frees what it can when a host call went over the limit, and stops the state if that is not enough.
void settle_memory(lua_State *L, clua_state *S) {
  if (!S->over_limit) return;
  S->over_limit = false;
  lua_gc(L, LUA_GCCOLLECT);
  if (exceeds(S, S->used)) stop_state(S, CLUA_LIMIT_MEMORY);
}

clua_status clua_call(clua_state *S, int count, int results) {
  lua_State *L = S->current;
  int base = lua_gettop(L) - count - 1;
  settle_memory(L, S);
  if (S->stopped || !lua_checkstack(L, LUA_MINSTACK)) {
    lua_settop(L, base);
    if (S->stopped) return CLUA_STOPPED;
    lua_pushliteral(L, "stack overflow");
    return CLUA_ERROR;
  }
  lua_pushcfunction(L, message_handler);
  lua_insert(L, base + 1);
  int no_fail = S->no_fail, depth = S->depth;
  S->no_fail = 0;
  enter(S);
  int status = lua_pcall(L, count, results, base + 1);
  leave(S);
  S->no_fail = no_fail;
  S->depth = depth;
  S->current = L;
  lua_remove(L, base + 1);
  return finish(L, S, status, base);
}

struct load_request {
  const char *source, *name;
  size_t count;
  clua_status status;
};

static int protected_load(lua_State *L) {
  struct load_request *request = lua_touserdata(L, 1);
  request->status = load_source(L, state_of(L), request->source, request->count, request->name);
  if (request->status != CLUA_OK) return 1;
  if (lua_isnoneornil(L, 2)) {
    push_environment(L, state_of(L));
  } else {
    lua_pushvalue(L, 2);
  }
  if (lua_setupvalue(L, -2, 1) == NULL) lua_pop(L, 1);
  return 1;
}

clua_status clua_load(clua_state *S, const char *source, size_t count, const char *name, int environment) {
  lua_State *L = S->current;
  if (environment != 0) environment = lua_absindex(L, environment);
  if (!lua_checkstack(L, LUA_MINSTACK)) return CLUA_STOPPED;
  struct load_request request = {source, name, count, CLUA_OK};
  lua_pushcfunction(L, protected_load);
  lua_pushlightuserdata(L, &request);
  if (environment != 0) {
    lua_pushvalue(L, environment);
  } else {
    lua_pushnil(L);
  }
  clua_status status = clua_call(S, 2, 1);
  return status == CLUA_OK ? request.status : status;
}

static int protected_environment(lua_State *L) {
  push_environment(L, state_of(L));
  return 1;
}

void clua_push_environment(clua_state *S) {
  lua_State *L = S->current;
  lua_checkstack(L, LUA_MINSTACK);
  lua_pushcfunction(L, protected_environment);
  if (clua_call(S, 0, 1) == CLUA_STOPPED) lua_pushnil(L);
}

static int protected_to_string(lua_State *L) {
  push_tostring(L, 1);
  return 1;
}

clua_status clua_to_string(clua_state *S, int index) {
  lua_State *L = S->current;
  index = lua_absindex(L, index);
  if (!lua_checkstack(L, LUA_MINSTACK)) return CLUA_STOPPED;
  lua_pushcfunction(L, protected_to_string);
  lua_pushvalue(L, index);
  return clua_call(S, 1, 1);
}

void clua_collect(clua_state *S) { lua_gc(S->current, LUA_GCCOLLECT); }
