#ifndef REPORTGEN_CLUA_H
#define REPORTGEN_CLUA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The whole face of Lua that Swift sees. Nothing declared here lets a Lua error jump over a Swift frame: every function
// either cannot raise, or runs in protected mode, or can only run out of memory, which is put off until the Swift
// frames are gone (see docs/decisions/0002-lua-bridge.md). Stack indices are Lua's: 1 is the first argument, -1 the top.

// One Lua state with its limits. All functions work on the coroutine that is running.
typedef struct clua_state clua_state;

typedef enum clua_kind {
  CLUA_NONE = -1,
  CLUA_NIL = 0,
  CLUA_BOOLEAN,
  CLUA_INTEGER,
  CLUA_NUMBER,
  CLUA_STRING,
  CLUA_TABLE,
  CLUA_FUNCTION,
  CLUA_OBJECT,
  CLUA_RECORD,
  CLUA_OTHER
} clua_kind;

typedef enum clua_limit {
  CLUA_LIMIT_NONE = 0,
  CLUA_LIMIT_TIME,
  CLUA_LIMIT_MEMORY,
  CLUA_LIMIT_OUTPUT,
  // No limit: the host wants the run to end.
  CLUA_CANCELLED,
  // No limit that can be set: the C stack of the thread has been used up.
  CLUA_STACK_OVERFLOW,
  // The time limit, by the clock on the wall: the state took many times as long without computing so much.
  CLUA_LIMIT_CLOCK
} clua_limit;

typedef enum clua_status {
  CLUA_OK = 0,
  // An error value lies on the top of the stack.
  CLUA_ERROR,
  // The chunk could not be compiled; its message lies on the top of the stack.
  CLUA_SYNTAX,
  // A limit stopped the state; nothing lies on the stack.
  CLUA_STOPPED
} clua_status;

// A host function: `handler` and the number of arguments, which lie at 1…count. Results are pushed above them.
// Returns the number of results, or one of the codes below.
typedef int (*clua_dispatch)(void *context, int handler, int count);
// A getter of a record: pushes exactly one value for the handle and returns 1, or one of the codes below.
typedef int (*clua_read)(void *context, int handler, int64_t handle);
// The same for fields that are text or nil; they have numbers of their own.
typedef int (*clua_read_text)(void *context, int field, int64_t handle);  // pushes by clua_push_text

// The message on the top becomes an error at the line that called the host function.
#define CLUA_RAISE_MESSAGE (-1)
// The value on the top is an error that came out of Lua before; it goes on with the place it came from.
#define CLUA_RAISE_AGAIN (-2)

// A wish to end runs, which any thread may utter; it stays uttered.
typedef struct clua_cancellation clua_cancellation;
clua_cancellation *clua_cancellation_new(void);
void clua_cancellation_cancel(clua_cancellation *cancellation);
bool clua_cancellation_requested(const clua_cancellation *cancellation);
void clua_cancellation_free(clua_cancellation *cancellation);

typedef struct clua_options {
  size_t memory_limit;        // bytes; 0: none
  double time_limit;          // seconds of computing inside the state, and a tenth of those by the clock; 0: none
  const clua_cancellation *cancellation;  // looked at every 10 ms while the state runs; NULL: none
  void *context;              // handed to the callbacks
  clua_dispatch dispatch;
  clua_read read;             // needed for records
  int print;                  // handler called with one string for each call of `print`, -1: none
  uint64_t seed[2];           // of math.random
  int64_t fail_allocation;    // tests: the n-th (from 1) and all later ones fail; -n: that one only
  bool bare;                  // Lua's own libraries and no allow-list: measurements and conformance tests only
} clua_options;

// Life ---------------------------------------------------------------------------------------------------------------
clua_state *clua_new(const clua_options *options);
void clua_close(clua_state *S);
void clua_set_context(clua_state *S, void *context);
// What gives the fields of text of records, with a context of its own; NULL when there is no such thing any more.
void clua_set_texts(clua_state *S, clua_read_text read, void *context);

// Limits. A stopped state runs no more Lua code, whatever the script catches.
clua_limit clua_stopped(const clua_state *S);
void clua_stop(clua_state *S, clua_limit reason);
// Bytes that Lua holds, with what the host keeps for its objects.
size_t clua_memory_used(const clua_state *S);
size_t clua_memory_peak(const clua_state *S);
int64_t clua_allocations(const clua_state *S);
// Seconds of the time limit that are left; negative when there is no limit.
double clua_time_left(const clua_state *S);

// Bytes of C stack that the calling thread has left; SIZE_MAX where that is not known, 0 on a stack that is not the thread's.
// Whoever enters a state should have CLUA_GOOD_STACK left.
size_t clua_stack_left(void);
#define CLUA_GOOD_STACK ((size_t)2 << 20)

// Stack ---------------------------------------------------------------------------------------------------------------
int clua_top(clua_state *S);
void clua_set_top(clua_state *S, int top);
void clua_push_copy(clua_state *S, int index);
clua_kind clua_kind_of(clua_state *S, int index);
// The name of a value's type as error messages give it.
const char *clua_type_name(clua_state *S, int index);
bool clua_equal(clua_state *S, int first, int second);

bool clua_boolean(clua_state *S, int index);
bool clua_integer(clua_state *S, int index, int64_t *value);
bool clua_number(clua_state *S, int index, double *value);
// The bytes of a string, valid while it is on the stack; NULL for other kinds.
const char *clua_bytes(clua_state *S, int index, size_t *count);

void clua_push_nil(clua_state *S);
void clua_push_boolean(clua_state *S, bool value);
void clua_push_integer(clua_state *S, int64_t value);
void clua_push_number(clua_state *S, double value);
void clua_push_bytes(clua_state *S, const char *bytes, size_t count);
void clua_push_text(clua_state *S, const char *bytes, size_t count);
void clua_push_function(clua_state *S, int handler);

// Tables: raw access, no metamethods -----------------------------------------------------------------------------------
void clua_push_table(clua_state *S, int array, int fields);
int64_t clua_length(clua_state *S, int index);
void clua_get(clua_state *S, int index);                    // pops a key, pushes the value
void clua_get_field(clua_state *S, int index, const char *name);
void clua_get_index(clua_state *S, int index, int64_t position);
bool clua_set(clua_state *S, int index);                    // pops value and key; false for a key that is nil or NaN
void clua_set_field(clua_state *S, int index, const char *name);
void clua_set_index(clua_state *S, int index, int64_t position);
bool clua_next(clua_state *S, int index);                   // pops a key, pushes the next key and value; false at the end

// References: values kept for Swift -----------------------------------------------------------------------------------
int clua_reference(clua_state *S);                          // pops a value
void clua_push_reference(clua_state *S, int reference);
void clua_release(clua_state *S, int reference);

// Host types ------------------------------------------------------------------------------------------------------------
// Objects are userdata that hold a type and a handle; records are tables filled by their getters on first read.
typedef struct clua_type_options {
  const char *name;
  bool is_record;
  int missing;                // handler called with (self, key) for an unknown field, -1: nil
  int assignment;             // handler called with (self, key, value) for any assignment, -1: refused
} clua_type_options;

int clua_new_type(clua_state *S, const clua_type_options *options);
void clua_type_method(clua_state *S, int type, const char *name, int handler);
void clua_type_getter(clua_state *S, int type, const char *name, int handler);
// False when a type has too many of them: it is a getter like others then.
bool clua_type_text(clua_state *S, int type, const char *name, int field);
void clua_type_metamethod(clua_state *S, int type, const char *event, int handler);
// `weight`: about how many bytes the host keeps for the object; they count as memory until it is collected.
void clua_push_object(clua_state *S, int type, int64_t handle, uint32_t weight);
void clua_push_record(clua_state *S, int type, int64_t handle);
// The type of an object or record, -1 for any other value.
int clua_object(clua_state *S, int index, int64_t *handle);
// Pushes a function that gives the records of the handles one after another, then nil.
void clua_push_record_iterator(clua_state *S, int type, const int64_t *handles, size_t count);
// Calls the function on the top, which is popped, with the record of each handle. `accepted` tells of each whether the
// first result was neither nil nor false.
clua_status clua_filter(clua_state *S, int type, const int64_t *handles, size_t count, bool *accepted);
// The handle of the record that one of these two gave last; false before the first and after the last of a loop.
bool clua_latest_record(const clua_state *S, int64_t *handle);
// The next handle whose object has been collected; false when there is none.
bool clua_collected(clua_state *S, int *type, int64_t *handle);

// Running ----------------------------------------------------------------------------------------------------------------
// Compiles source text (never bytecode) and pushes the function; its _ENV is the table at `environment` (0: a new one).
clua_status clua_load(clua_state *S, const char *source, size_t count, const char *name, int environment);
// Calls the function below `count` arguments; leaves `results` results (-1: all).
clua_status clua_call(clua_state *S, int count, int results);
// Pushes a new environment: a table with the allow-list of the sandbox in it.
void clua_push_environment(clua_state *S);
// Pushes the table that new environments are copied from; what the host adds here, every chunk loaded later sees.
void clua_push_shared_environment(clua_state *S);
// Converts the value at `index` as `tostring` would (metamethods run under the limits) and pushes the string.
clua_status clua_to_string(clua_state *S, int index);
void clua_collect(clua_state *S);

// Where the last error or limit struck: the frames at that moment, innermost first.
typedef struct clua_frame {
  char chunk[64];
  int line;                   // -1: not known
  int defined;                // the line where the function starts
  char name[48];              // empty: not known
  char kind;                  // 'L' Lua function, 'm' main chunk, 'C' host or library function
  bool tail_call;
} clua_frame;

#define CLUA_MAX_FRAMES 32
int clua_trace_count(const clua_state *S);
// NULL when `index` is not below the count.
const clua_frame *clua_trace_frame(const clua_state *S, int index);
// The line that is running in the innermost Lua function, false when there is none.
bool clua_current_frame(clua_state *S, clua_frame *frame);

#endif
