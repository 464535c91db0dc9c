// Life of a state: allocator with a limit, stopping, entry from Swift.
#include "internal.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

double monotonic_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double thread_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void capture_limit(lua_State *L, clua_state *S) {
  const clua_frame first = S->trace[0];
  const int count = S->trace_count;
  S->trace_live = false;
  capture_trace(L, S);
  // A coroutine that is about to start has no frames yet.
  if (S->trace_count == 0 && S->resumer != NULL) capture_trace(S->resumer, S);
  // None at all: the limit struck while an error was shown, whose frames serve as well.
  if (S->trace_count == 0) {
    S->trace[0] = first;
    S->trace_count = count;
  }
}

void trace_limit(lua_State *L, clua_state *S) {
  if (S->limit_traced) return;
  S->limit_traced = true;
  capture_limit(L, S);
}

static bool exceeds(const clua_state *S, size_t size) {
  int64_t failing = S->options.fail_allocation;
  return (S->options.memory_limit != 0 && size > S->options.memory_limit) ||
         (failing > 0 && S->allocations >= failing) || (failing < 0 && S->allocations == -failing);
}

// Kept for the allocations of host functions, which must not fail, on a machine that has no memory left.
#define RESERVE 65536

// Tables, functions and coroutines are numbered, so that `pairs` can put them in an order that is the same in every run.
// The number stands in the last bytes of their block, where it is found without knowing what Lua keeps before it.
#define SERIAL sizeof(uint64_t)

static inline bool is_numbered(size_t tag, size_t size) {
  return (tag == LUA_TTABLE || tag == LUA_TFUNCTION || tag == LUA_TTHREAD) &&
         (HEAP_SMALL == 0 || size + SERIAL <= HEAP_SMALL);  // a Lua closure has at most 2,072 bytes
}

uint64_t serial_of(const void *block) {
  uint64_t serial;
  memcpy(&serial, heap_last_bytes(block), SERIAL);
  return serial;
}

void set_serial(const void *block, uint64_t serial) { memcpy(heap_last_bytes(block), &serial, SERIAL); }

static void *allocate(void *context, void *block, size_t old_size, size_t new_size) {
  // Where every block stands alone, each has room for a number: Lua does not say what it frees.
  const size_t extra = HEAP_SMALL == 0 ? SERIAL : 0;
  clua_state *S = context;
  S->allocator_calls++;
  bool numbered = block == NULL && is_numbered(old_size, new_size);
  if (block == NULL) old_size = 0;  // Lua passes a type tag here
  if (new_size == 0) {
    if (!heap_give_quickly(&S->heap, block, old_size + extra)) heap_free(&S->heap, block, old_size + extra);
    S->used -= old_size;
    return NULL;
  }
  size_t wanted = new_size + (numbered ? SERIAL : extra);
  if (block == NULL && S->quick_limit >= S->heap.held + S->host_bytes) {
    void *quick = heap_take_quickly(&S->heap, wanted);
    if (quick != NULL) {
      S->allocations++;
      S->used += new_size;
      if (numbered) set_serial(quick, ++S->next_serial);
      return quick;
    }
  }
  if (new_size > old_size) {
    S->allocations++;
    size_t growth = heap_growth(&S->heap, block, old_size + extra, wanted);
    if (S->options.memory_limit != 0 && S->heap.held + S->host_bytes + growth > S->options.memory_limit) {
      heap_trim(&S->heap);
      growth = heap_growth(&S->heap, block, old_size + extra, wanted);
    }
    if (new_size > PTRDIFF_MAX || exceeds(S, S->heap.held + S->host_bytes + growth)) {
      if (S->no_fail == 0) {
        // Lua collects garbage and tries once more; the frames are those of the last failure.
        if (S->main != NULL && !S->stopped) capture_limit(S->current, S);
        return NULL;
      }
      S->over_limit = true;
    }
  }
  void *moved = heap_resize(&S->heap, block, old_size + extra, wanted);
  if (moved == NULL && S->no_fail > 0 && S->reserve != NULL) {
    free(S->reserve);
    S->reserve = NULL;
    S->over_limit = true;
    stop_state(S, CLUA_LIMIT_MEMORY);
    moved = heap_resize(&S->heap, block, old_size + extra, wanted);
  }
  if (moved == NULL) return NULL;
  if (numbered) set_serial(moved, ++S->next_serial);
  S->used += new_size - old_size;
  if (S->heap.held > S->peak) S->peak = S->heap.held;
  return moved;
}

// The value that unwinds a stopped state. Scripts never see it: whatever catches it raises it again.
static const char stop_token = 0;

static void stop_hook(lua_State *L, lua_Debug *activation) {
  (void)activation;
  raise_stop(L, state_of(L));
}

void raise_stop(lua_State *L, clua_state *S) {
  trace_limit(L, S);
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

// Weak tables ------------------------------------------------------------------------------------------------------------

// What a weak table still holds depends on when the collector ran, and a chain of weak keys costs the collector, which
// nothing interrupts, quadratic time. So `__mode` means nothing to the tables of scripts, whenever it is set: Lua looks
// metafields up by the identity of short strings, and the one that it made for "__mode" gets another text here, of the
// same length. A script that writes "__mode" then makes a string of its own.
static const char mode_key = 0;

void push_mode_key(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, &mode_key) == LUA_TSTRING) return;
  lua_pop(L, 1);
  lua_pushliteral(L, "__mode");
}

static void hide_weakness(lua_State *L) {
  lua_pushliteral(L, "__mode");
  char *text = (char *)lua_tostring(L, -1);
  // The new text must not be found under the hash of the old one, or a script could write it.
  for (char variant = 1; variant < 32; variant++) {
    text[0] = variant;
    lua_pushstring(L, text);
    bool found = lua_rawequal(L, -1, -2);
    lua_pop(L, 1);
    if (!found) break;
  }
  lua_rawsetp(L, LUA_REGISTRYINDEX, &mode_key);
}

static int set_up(lua_State *L) {
  clua_state *S = state_of(L);
  S->thread = L;
  if (S->options.bare) {
    luaL_openlibs(L);
    return 0;
  }
  hide_weakness(L);
  open_sandbox(L, S);
  S->thread = lua_newthread(L);
  luaL_ref(L, LUA_REGISTRYINDEX);
  return 0;
}

// A state that was abandoned is not touched again. What its host still pushes and pops on the way out goes to the stack of
// another state, which runs nothing and shares nothing with it.
static void *allocate_spare(void *context, void *block, size_t old_size, size_t new_size) {
  (void)context, (void)old_size;
  if (new_size != 0) return realloc(block, new_size);
  free(block);
  return NULL;
}

static int refuse_to_panic(lua_State *L) {
  // Not reached: everything that can raise runs in protected mode.
  (void)L;
  abort();
}

static void free_state(clua_state *S) {
  if (S->spare != NULL) lua_close(S->spare);
  heap_release(&S->heap);
  free(S->reserve);
  free(S->types);
  free(S->collected);
  free(S);
}

clua_state *clua_new(const clua_options *options) {
  clua_state *S = calloc(1, sizeof *S);
  if (S == NULL) return NULL;
  S->options = *options;
  S->time_left = options->time_limit;
  S->clock_left = options->time_limit * CLOCK_FACTOR;
  // Where a test counts allocations, each is looked at.
  S->quick_limit = options->fail_allocation != 0 ? 0 : options->memory_limit == 0 ? SIZE_MAX : options->memory_limit;
  S->environment_ref = LUA_NOREF;
  S->spare = lua_newstate(allocate_spare, NULL);
  lua_State *L = S->spare == NULL ? NULL : lua_newstate(allocate, S);
  if (L == NULL) {
    free_state(S);
    return NULL;
  }
  lua_gc(S->spare, LUA_GCSTOP);
  lua_checkstack(S->spare, SPARE_VALUES + LUA_MINSTACK);
  S->main = L;
  S->current = L;
  *(clua_state **)lua_getextraspace(L) = S;
  lua_atpanic(L, refuse_to_panic);
  lua_pushcfunction(L, set_up);
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
    lua_close(L);
    free_state(S);
    return NULL;
  }
  S->current = S->thread;
  S->reserve = malloc(RESERVE);
  S->no_fail = 1;  // Swift is running from here on
  return S;
}

void clua_close(clua_state *S) {
  S->no_fail = 1;
  S->current = NULL;
  if (!S->abandoned) lua_close(S->main);
  free_state(S);
}

void clua_set_context(clua_state *S, void *context) { S->options.context = context; }

void clua_set_texts(clua_state *S, clua_read_text read, void *context) {
  S->read_text = read;
  S->text_context = context;
}

clua_limit clua_stopped(const clua_state *S) { return (clua_limit)S->stopped; }

void clua_stop(clua_state *S, clua_limit reason) { stop_state(S, reason); }

size_t clua_memory_used(const clua_state *S) { return S->heap.held + S->host_bytes; }
size_t clua_memory_peak(const clua_state *S) { return S->peak; }
int64_t clua_allocations(const clua_state *S) { return S->allocations; }

double clua_time_left(const clua_state *S) {
  if (S->options.time_limit <= 0) return -1;
  double left = S->time_left;
  if (S->entries > 0) left -= thread_seconds() - S->entered;
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
  if (exceeds(S, clua_memory_used(S))) stop_state(S, CLUA_LIMIT_MEMORY);
}

clua_status clua_call(clua_state *S, int count, int results) {
  if (S->abandoned) {
    clua_set_top(S, -count - 2);
    return CLUA_STOPPED;
  }
  lua_State *L = S->current;
  int base = lua_gettop(L) - count - 1;
  settle_memory(L, S);
  if (S->stopped || !lua_checkstack(L, LUA_MINSTACK)) {
    lua_settop(L, base);
    if (S->stopped) return CLUA_STOPPED;
    lua_pushliteral(L, "stack overflow");
    return CLUA_ERROR;
  }
  if (S->entries == 0) {
    S->stack_floor = stack_floor();
  } else if ((uintptr_t)__builtin_frame_address(0) < S->stack_floor) {
    stop_state(S, CLUA_STACK_OVERFLOW);
    lua_settop(L, base);
    return CLUA_STOPPED;
  }
  lua_pushcfunction(L, message_handler);
  lua_insert(L, base + 1);
  const int no_fail = S->no_fail, depth = S->depth;
  jmp_buf escape, *const outer = S->escape;
  volatile int status = LUA_ERRRUN;
  // The signal handler must not see the outer entry's way out once memory may fail.
  S->is_quiet = false;
  enter(S);
  if (_setjmp(escape) == 0) {
    S->escape = &escape;
    atomic_signal_fence(memory_order_seq_cst);
    S->no_fail = 0;
    status = lua_pcall(L, count, results, base + 1);
  }
  S->no_fail = no_fail;
  atomic_signal_fence(memory_order_seq_cst);
  S->escape = outer;
  leave(S);
  S->depth = depth;
  if (S->abandoned) {
    S->current = S->spare;
    clua_set_top(S, SPARE_VALUES);
    return CLUA_STOPPED;
  }
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
  if (S->abandoned || !lua_checkstack(L, LUA_MINSTACK)) return CLUA_STOPPED;
  if (environment != 0) environment = lua_absindex(L, environment);
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
  if (clua_call(S, 0, 1) == CLUA_STOPPED) lua_pushnil(S->current);
}

static int protected_to_string(lua_State *L) {
  push_tostring(L, 1);
  return 1;
}

clua_status clua_to_string(clua_state *S, int index) {
  lua_State *L = S->current;
  if (S->abandoned || !lua_checkstack(L, LUA_MINSTACK)) return CLUA_STOPPED;
  index = lua_absindex(L, index);
  lua_pushcfunction(L, protected_to_string);
  lua_pushvalue(L, index);
  return clua_call(S, 1, 1);
}

void clua_collect(clua_state *S) {
  if (!S->abandoned) lua_gc(S->current, LUA_GCCOLLECT);
}
