#ifndef REPORTGEN_CLUA_INTERNAL_H
#define REPORTGEN_CLUA_INTERNAL_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <setjmp.h>
#include <signal.h>

#include "CLua.h"
#include "heap.h"

// Host calls, coroutines and closing of variables may nest this deep; each level uses C stack.
#define MAX_HOST_DEPTH 160

// Nils at the bottom of a spare state's stack, so that what the host asks for by its place from the top is there.
#define SPARE_VALUES 32

// Twice as many as a type can have texts.
#define TEXT_SLOTS 64

typedef struct host_type {
  const char *text_keys[TEXT_SLOTS];  // names of fields of text, by their place in memory
  int text_fields[TEXT_SLOTS];
  int text_count;
  const void *metatable;
  int metatable_ref;
  int members_ref;
  int cache_ref;  // records only: handle → record, weak
  bool is_record;
} host_type;

typedef struct collected_handle {
  int type;
  int64_t handle;
} collected_handle;

struct clua_state {
  // Runs nothing: closing it must not run what a script left to be closed.
  lua_State *main;
  // Where chunks run.
  lua_State *thread;
  // The coroutine that is running; the deadline's signal handler reads it.
  lua_State *volatile current;
  clua_options options;

  state_heap heap;
  size_t quick_limit;  // up to this much held, blocks that are there may be taken without another look
  size_t used;  // as Lua counts
  size_t peak;  // of the heap
  size_t host_bytes;  // what the host keeps for its objects, by its own account
  int64_t allocations;
  uint64_t allocator_calls;  // of any kind
  uint64_t next_serial;      // of tables, functions and coroutines
  bool has_latest;
  int64_t latest;  // handle of the record that the script was given last in a loop
  // More than zero while a Swift frame may be live: the allocator must not fail then.
  int no_fail;
  // An allocation went over the limit while it could not fail.
  bool over_limit;
  void *reserve;

  volatile sig_atomic_t stopped;  // a clua_limit
  int entries;                    // nested entries from Swift
  int depth;                      // nested host calls, resumes and closes
  uintptr_t stack_floor;          // no call goes on where the C stack has grown beyond this address
  double time_left;               // seconds of the thread's own time, at the outermost entry
  double clock_left;              // seconds by the clock, at the outermost entry
  double entered;                 // the thread's own time at the outermost entry
  double entered_clock;           // monotonic time of the outermost entry; later by what the process stood still
  double next_look;               // monotonic time at which the timer is due
  bool polls_clock;               // there is no timer: loops in C look at the clock
  clua_state *outer_state;        // the state that this thread ran before

  // The last wall, behind the hook: see deadline.c.
  jmp_buf *escape;      // the innermost entry from Swift
  volatile sig_atomic_t abandoned;  // it was taken: nothing of this state may be touched any more
  // After the stop: since when, by the thread's own clock, nothing has happened in the state, and what it looked like.
  bool is_quiet;
  double quiet_since;
  uint64_t calls_seen;
  const void *call_seen;
  lua_State *spare;                 // takes what the host pushes after that

  // Frames of the last error. `live`: that error is still on its way up.
  clua_frame trace[CLUA_MAX_FRAMES];
  int trace_count;
  bool trace_live;
  lua_State *trace_thread;  // whose frames were added last; compared only
  lua_State *resumer;       // what resumed the running coroutine
  bool limit_traced;

  clua_read_text read_text;
  void *text_context;
  host_type *types;
  int type_count, type_capacity;
  collected_handle *collected;
  size_t collected_count, collected_capacity;
  int environment_ref;
  int64_t next_identity;
};

static inline clua_state *state_of(lua_State *L) { return *(clua_state **)lua_getextraspace(L); }

// state.c
// How many times the time limit may pass by the clock. A machine that is busy or stands still must not end a script that is
// well; one that waits for ever must end.
#define CLOCK_FACTOR 10

double monotonic_seconds(void);
double thread_seconds(void);
// The number of a table, function or coroutine, in the order in which they were made; `block` is its address.
uint64_t serial_of(const void *block);
void set_serial(const void *block, uint64_t serial);
// Pushes the key that really makes tables weak; see `hide_weakness`.
void push_mode_key(lua_State *L);
// Notes the frames of what is running, once, for the limit that strikes it.
void trace_limit(lua_State *L, clua_state *S);
void raise_stop(lua_State *L, clua_state *S);
// Marks the state as stopped and arms the hook that ends every Lua function at its next instruction.
void stop_state(clua_state *S, clua_limit reason);
// The same after Lua itself reported that memory has run out.
void stop_out_of_memory(clua_state *S);
void settle_memory(lua_State *L, clua_state *S);
// Raises when a limit has struck.
static inline void check_stop(lua_State *L, clua_state *S) {
  if (__builtin_expect(S->stopped != 0, 0)) raise_stop(L, S);
}

// deadline.c: the same for long loops in C, which no hook interrupts.
void poll_limits(lua_State *L, clua_state *S);

// stack.c
// The address that the stack of the calling thread must not grow beyond; 0 where it is not known.
uintptr_t stack_floor(void);
// Stops the state, so that nothing that catches errors goes on at the end of the stack.
void raise_stack_overflow(lua_State *L, clua_state *S);
// Raises when there is little left of the C stack; wherever C is about to call Lua or Swift.
static inline void check_stack(lua_State *L, clua_state *S) {
  if (__builtin_expect((uintptr_t)__builtin_frame_address(0) < S->stack_floor, 0)) raise_stack_overflow(L, S);
}

// values.c
// False when so many bytes more would go over the limit; the state is stopped then.
bool has_memory(lua_State *L, clua_state *S, size_t count);

// cancellation.c
// True when the host wants the state to end.
bool is_cancelled(const clua_state *S);

// deadline.c
void deadline_enter(clua_state *S);
void deadline_leave(clua_state *S);

// trace.c
// Notes the frames of L; behind those of another coroutine when an error comes from there.
void capture_trace(lua_State *L, clua_state *S);
int message_handler(lua_State *L);
// Pushes "chunk:line: " of the innermost Lua function that is running, or an empty string.
void push_where(lua_State *L);

// host.c
int run_handler(lua_State *L, clua_state *S, int handler);
int host_function(lua_State *L);

// Numbers host objects by type and handle.
uint64_t order_of_object(lua_State *L, int index);
// The same for records; false for any other table.
bool order_of_record(lua_State *L, int index, uint64_t *order);

// sandbox.c
void open_sandbox(lua_State *L, clua_state *S);
void push_environment(lua_State *L, clua_state *S);
clua_status load_source(lua_State *L, clua_state *S, const char *source, size_t count, const char *name);
void push_tostring(lua_State *L, int index);
// To be called by whatever catches an error: a limit goes on up.
void caught(lua_State *L, int status);
// string.c, format.c, utf8.c, table.c, order.c
int string_format(lua_State *L);
// Puts our functions in place of Lua's in the library table on the top.
void bound_strings(lua_State *L);
void bound_tables(lua_State *L);
void bound_utf8(lua_State *L);
void order_pairs(lua_State *L);

// coroutine.c
// Pushes the table of coroutine functions.
void open_coroutines(lua_State *L);

#endif
