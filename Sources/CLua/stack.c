// How much of the C stack is left.
//
// Lua counts nested calls of C functions, but begins to count anew for a coroutine that is closed, and a call may need
// any amount. So what counts is where the stack pointer stands: every way from Lua into C that may lead back into Lua, and
// every call of Swift, compares it with a floor that leaves room for what is called last.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "internal.h"

#include <pthread.h>

// What is left to a host function and whatever it calls: 200 C functions of Lua's own, of some 2 KiB each, and Swift's
// parsers of nested data.
#define ROOM_FOR_HOST (1024 * 1024)

typedef struct stack_range {
  bool known;
  uintptr_t low, high;
} stack_range;

// The stack of this thread; empty where the system does not tell.
static const stack_range *own_stack(void) {
  static _Thread_local stack_range range;
  if (range.known) return &range;
  range.known = true;
#ifdef __linux__
  pthread_attr_t attributes;
  if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
    void *low = NULL;
    size_t size = 0;
    if (pthread_attr_getstack(&attributes, &low, &size) == 0) {
      range.low = (uintptr_t)low;
      range.high = (uintptr_t)low + size;
    }
    pthread_attr_destroy(&attributes);
  }
#endif
  return &range;
}

size_t clua_stack_left(void) {
  const stack_range *range = own_stack();
  const uintptr_t here = (uintptr_t)__builtin_frame_address(0);
  // On a stack of somebody's own making nothing is known.
  if (here < range->low || here >= range->high) return range->high == 0 ? SIZE_MAX : 0;
  return here - range->low;
}

uintptr_t stack_floor(void) {
  const stack_range *range = own_stack();
  const size_t left = clua_stack_left();
  if (left == SIZE_MAX) return 0;
  if (left == 0) return (uintptr_t)__builtin_frame_address(0) - 16384;
  return range->low + (left / 2 < ROOM_FOR_HOST ? left / 2 : ROOM_FOR_HOST);
}

void raise_stack_overflow(lua_State *L, clua_state *S) {
  stop_state(S, CLUA_STACK_OVERFLOW);
  raise_stop(L, S);
}
