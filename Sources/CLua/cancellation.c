// A flag that any thread may set and the thread of a running state reads.
#include "internal.h"

#include <stdatomic.h>
#include <stdlib.h>

struct clua_cancellation {
  atomic_bool requested;
};

clua_cancellation *clua_cancellation_new(void) {
  clua_cancellation *cancellation = malloc(sizeof *cancellation);
  if (cancellation != NULL) atomic_init(&cancellation->requested, false);
  return cancellation;
}

void clua_cancellation_cancel(clua_cancellation *cancellation) {
  if (cancellation != NULL) atomic_store_explicit(&cancellation->requested, true, memory_order_release);
}

bool clua_cancellation_requested(const clua_cancellation *cancellation) {
  return cancellation != NULL && atomic_load_explicit(&cancellation->requested, memory_order_acquire);
}

void clua_cancellation_free(clua_cancellation *cancellation) { free(cancellation); }

// Safe in a signal handler: the flag is lock-free.
bool is_cancelled(const clua_state *S) { return clua_cancellation_requested(S->options.cancellation); }
