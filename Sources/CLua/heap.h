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

#define CHUNK_SIZE 16384
// Every block of 16 bytes up to here has its own size; above there are four sizes for each doubling.
#define LINEAR 256

typedef struct heap_chunk heap_chunk;
typedef struct heap_large heap_large;

typedef struct free_block {
  struct free_block *next;
} free_block;

struct heap_chunk {
  heap_chunk *next, *previous;  // among those of its size that have room; or, by `next`, among the empty ones
  heap_chunk *all_next, *all_previous;
  free_block *free;
  uint32_t block_size, kind;
  uint32_t live;   // blocks in use
  uint32_t fresh;  // offset of what was never handed out
  bool listed;
};

#define CHUNK_HEADER ((sizeof(heap_chunk) + 15) / 16 * 16)

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

static inline unsigned kind_of(size_t size) {
  if (size <= LINEAR) return (unsigned)((size + 15) / 16) - 1;
  unsigned power = 63 - (unsigned)__builtin_clzll(size - 1);  // 2^power < size <= 2^(power + 1)
  unsigned quarter = (unsigned)((size - 1) >> (power - 2)) & 3;
  return LINEAR / 16 + (power - 8) * 4 + quarter;
}

// At least six blocks fit into a chunk.
static inline size_t chunk_size(size_t size) {
  return size <= HEAP_SMALL ? CHUNK_SIZE : size <= 8192 ? 4 * CHUNK_SIZE : 16 * CHUNK_SIZE;
}

// The C heap has its own words before each block: this much fits between two chunks that lie side by side.
static inline size_t chunk_bytes(size_t size) { return chunk_size(size) - 16; }

static inline heap_chunk *chunk_of(const void *block, size_t size) {
  return (heap_chunk *)((uintptr_t)block & ~(uintptr_t)(chunk_size(size) - 1));
}

static inline void *heap_next_block(heap_chunk *chunk) {
  free_block *block = chunk->free;
  if (block != NULL) {
    chunk->free = block->next;
    return block;
  }
  void *fresh = (char *)chunk + chunk->fresh;
  chunk->fresh += chunk->block_size;
  return fresh;
}

// Whether there is a block to be had.
static inline bool heap_has_more(const heap_chunk *chunk) {
  return chunk->free != NULL || chunk->fresh + chunk->block_size <= chunk_bytes(chunk->block_size);
}

static inline void heap_take_back(heap_chunk *chunk, void *block) {
  ((free_block *)block)->next = chunk->free;
  chunk->free = block;
}

// The usual case of a small block, which takes nothing from below and changes no list; NULL when it is not that.
static inline void *heap_take_quickly(state_heap *heap, size_t size) {
  if (size > HEAP_SMALL) return NULL;
  heap_chunk *chunk = heap->with_room[kind_of(size)];
  if (chunk == NULL) return NULL;
  // Without its last block a chunk would leave the list.
  bool is_last = chunk->fresh + (chunk->free == NULL ? 2 : 1) * chunk->block_size > chunk_bytes(size);
  if (is_last && (chunk->free == NULL || chunk->free->next == NULL)) return NULL;
  heap_begin(heap);
  void *block = heap_next_block(chunk);
  chunk->live++;
  heap_end(heap);
  return block;
}

// The same for giving a block back; false when it is not that.
static inline bool heap_give_quickly(state_heap *heap, void *block, size_t size) {
  if (size > HEAP_SMALL || block == NULL) return false;
  heap_chunk *chunk = chunk_of(block, size);
  if (!chunk->listed || chunk->live == 1) return false;
  heap_begin(heap);
  heap_take_back(chunk, block);
  chunk->live--;
  heap_end(heap);
  return true;
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
