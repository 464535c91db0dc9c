#ifndef REPORTGEN_CLUA_HEAP_H
#define REPORTGEN_CLUA_HEAP_H

#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Blocks up to this size are cut out of chunks. Under the address sanitizer none is, so that it sees every block.
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define HEAP_SMALL 0
#endif
#endif
#ifndef HEAP_SMALL
#define HEAP_SMALL 2560
#endif
// So are these, of larger chunks; what is larger still gets pages of its own.
#define HEAP_POOLED (HEAP_SMALL == 0 ? 0 : 32768)
#define HEAP_KINDS (16 + 4 * 7)

typedef struct heap_chunk heap_chunk;
typedef struct heap_large heap_large;

typedef struct state_heap {
  heap_chunk *with_room[HEAP_KINDS];
  heap_chunk *chunks;
  heap_chunk *empty;  // chunks of the smallest kind without a block, kept for blocks of any size that fits
  heap_large *large;
  size_t held;  // bytes taken from the C heap and the system
  // Not zero while the heap, and perhaps the C heap below it, is being changed; a signal handler reads it.
  volatile sig_atomic_t busy;
} state_heap;

// Around every use of the C heap. What a signal handler sees of `busy` is in the order of the program, for it runs on the
// thread that works here.
static inline void heap_begin(state_heap *heap) {
  heap->busy = 1;
  atomic_signal_fence(memory_order_seq_cst);
}

static inline void heap_end(state_heap *heap) {
  atomic_signal_fence(memory_order_seq_cst);
  heap->busy = 0;
}

// As realloc, for a size that is not zero; NULL when there is no memory, and the block is as it was.
void *heap_resize(state_heap *heap, void *block, size_t old_size, size_t size);
void heap_free(state_heap *heap, void *block, size_t size);
// By how much `held` would grow; while a block is moved both places are needed, which is not counted.
size_t heap_growth(const state_heap *heap, const void *block, size_t old_size, size_t size);
// The last eight bytes of what a block of at most HEAP_SMALL bytes occupies (under the sanitizer, of any block).
void *heap_last_bytes(const void *block);
// Gives back chunks that are empty and were kept for blocks to come.
void heap_trim(state_heap *heap);
// Gives everything back.
void heap_release(state_heap *heap);

#endif
