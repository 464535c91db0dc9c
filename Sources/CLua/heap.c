// The memory of one state.
//
// Blocks up to 32 KiB come from chunks that hold blocks of one size; larger ones have pages of their own. So everything can
// be given back without a look at what Lua keeps in it: a state that was left in the middle of its work is never closed by
// Lua, whose lists may be half linked then. What counts against the memory limit is what was taken from below, holes
// included, so that no pattern of allocations makes a process larger than its limit by fragmentation.
#include "heap.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define PAGE 4096
// So much given back at once is worth a walk through the C heap.
#define TRIM (1 << 20)

struct heap_large {
  heap_large *next, *previous;
  size_t size;  // with this
  size_t unused;
};

static inline size_t large_footprint(size_t size) { return (size + sizeof(heap_large) + PAGE - 1) & ~(size_t)(PAGE - 1); }

static inline uint32_t size_of_kind(unsigned kind) {
  if (kind < LINEAR / 16) return (kind + 1) * 16;
  unsigned power = (kind - LINEAR / 16) / 4 + 8, quarter = (kind - LINEAR / 16) % 4;
  return (uint32_t)(5 + quarter) << (power - 2);
}

static void *map(size_t size) {
  void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  return pages == MAP_FAILED ? NULL : pages;
}

// Pages at a multiple of their size.
static void *map_aligned(size_t size) {
  char *pages = map(2 * size);
  if (pages == NULL) return NULL;
  size_t before = -(uintptr_t)pages & (size - 1);
  if (before > 0) munmap(pages, before);
  munmap(pages + before + size, size - before);
  return pages + before;
}

static void list(state_heap *heap, heap_chunk *chunk) {
  chunk->previous = NULL;
  chunk->next = heap->with_room[chunk->kind];
  if (chunk->next != NULL) chunk->next->previous = chunk;
  heap->with_room[chunk->kind] = chunk;
  chunk->listed = true;
}

static void unlist(state_heap *heap, heap_chunk *chunk) {
  if (chunk->previous != NULL) {
    chunk->previous->next = chunk->next;
  } else {
    heap->with_room[chunk->kind] = chunk->next;
  }
  if (chunk->next != NULL) chunk->next->previous = chunk->previous;
  chunk->listed = false;
}

static void free_chunk(heap_chunk *chunk, size_t size) {
  if (size == CHUNK_SIZE) {
    free(chunk);
  } else {
    munmap(chunk, size);
  }
}

static void release_chunk(state_heap *heap, heap_chunk *chunk) {
  if (chunk->all_previous != NULL) {
    chunk->all_previous->all_next = chunk->all_next;
  } else {
    heap->chunks = chunk->all_next;
  }
  if (chunk->all_next != NULL) chunk->all_next->all_previous = chunk->all_previous;
  size_t size = chunk_size(chunk->block_size);
  if (size == CHUNK_SIZE) {
    // The C heap needs room for two to place one, so that a hole of one would never be used again.
    chunk->next = heap->empty;
    heap->empty = chunk;
    return;
  }
  heap->held -= size;
  free_chunk(chunk, size);
}

static heap_chunk *make_chunk(state_heap *heap, unsigned kind) {
  size_t size = chunk_size(size_of_kind(kind));
  void *memory = NULL;
  if (size != CHUNK_SIZE) {
    memory = map_aligned(size);
  } else if (heap->empty != NULL) {
    memory = heap->empty;
    heap->empty = heap->empty->next;
    heap->held -= size;
  } else if (posix_memalign(&memory, size, size - 16) != 0) {
    memory = NULL;
  }
  if (memory == NULL) return NULL;
  heap_chunk *chunk = memory;
  memset(chunk, 0, sizeof *chunk);
  chunk->kind = kind;
  chunk->block_size = size_of_kind(kind);
  chunk->fresh = CHUNK_HEADER;
  chunk->all_next = heap->chunks;
  if (chunk->all_next != NULL) chunk->all_next->all_previous = chunk;
  heap->chunks = chunk;
  heap->held += size;
  list(heap, chunk);
  return chunk;
}

static void *take_pooled(state_heap *heap, size_t size) {
  unsigned kind = kind_of(size);
  heap_chunk *chunk = heap->with_room[kind];
  if (chunk == NULL && (chunk = make_chunk(heap, kind)) == NULL) return NULL;
  void *block = heap_next_block(chunk);
  chunk->live++;
  if (!heap_has_more(chunk)) unlist(heap, chunk);
  return block;
}

static void give_pooled(state_heap *heap, void *block, size_t size) {
  heap_chunk *chunk = chunk_of(block, size);
  heap_take_back(chunk, block);
  if (!chunk->listed) list(heap, chunk);
  // One empty chunk of a size stays, or a block that comes and goes would take one each time.
  if (--chunk->live == 0 && (chunk->next != NULL || chunk->previous != NULL)) {
    unlist(heap, chunk);
    release_chunk(heap, chunk);
  }
}

static void link_large(state_heap *heap, heap_large *large) {
  large->previous = NULL;
  large->next = heap->large;
  if (large->next != NULL) large->next->previous = large;
  heap->large = large;
}

static void unlink_large(state_heap *heap, heap_large *large) {
  if (large->previous != NULL) {
    large->previous->next = large->next;
  } else {
    heap->large = large->next;
  }
  if (large->next != NULL) large->next->previous = large->previous;
}

// Under the sanitizer they are blocks like others.
static void *take_pages(size_t size) { return HEAP_POOLED == 0 ? malloc(size) : map(size); }

static void give_pages(void *pages, size_t size) {
  if (HEAP_POOLED == 0) {
    free(pages);
  } else {
    munmap(pages, size);
  }
}

#ifdef MREMAP_MAYMOVE
static void *move_pages(void *pages, size_t old_size, size_t size) {
  if (HEAP_POOLED == 0) return realloc(pages, size);
  void *moved = mremap(pages, old_size, size, MREMAP_MAYMOVE);
  return moved == MAP_FAILED ? NULL : moved;
}
#endif

static void *take(state_heap *heap, size_t size) {
  if (size <= HEAP_POOLED) return take_pooled(heap, size);
  if (size > PTRDIFF_MAX - 2 * PAGE) return NULL;
  heap_large *large = take_pages(large_footprint(size));
  if (large == NULL) return NULL;
  large->size = large_footprint(size);
  link_large(heap, large);
  heap->held += large->size;
  return large + 1;
}

static void give(state_heap *heap, void *block, size_t size) {
  if (size <= HEAP_POOLED) {
    give_pooled(heap, block, size);
    return;
  }
  heap_large *large = (heap_large *)block - 1;
  unlink_large(heap, large);
  heap->held -= large->size;
  give_pages(large, large->size);
}

static void *resize(state_heap *heap, void *block, size_t old_size, size_t size) {
  bool was_pooled = old_size <= HEAP_POOLED, is_pooled = size <= HEAP_POOLED;
  if (was_pooled && is_pooled && kind_of(old_size) == kind_of(size)) return block;
#ifdef MREMAP_MAYMOVE
  if (!was_pooled && !is_pooled) {
    if (size > PTRDIFF_MAX - 2 * PAGE) return NULL;
    size_t old_footprint = large_footprint(old_size), footprint = large_footprint(size);
    if (old_footprint == footprint && HEAP_POOLED != 0) return block;
    heap_large *large = (heap_large *)block - 1;
    unlink_large(heap, large);
    heap_large *moved = move_pages(large, old_footprint, footprint);
    link_large(heap, moved == NULL ? large : moved);
    if (moved == NULL) return NULL;
    moved->size = footprint;
    heap->held += footprint - old_footprint;
    return moved + 1;
  }
#endif
  void *moved = take(heap, size);
  if (moved == NULL) return NULL;
  memcpy(moved, block, old_size < size ? old_size : size);
  give(heap, block, old_size);
  return moved;
}

void *heap_resize(state_heap *heap, void *block, size_t old_size, size_t size) {
  heap_begin(heap);
  void *result = block == NULL ? take(heap, size) : resize(heap, block, old_size, size);
  heap_end(heap);
  return result;
}

void heap_free(state_heap *heap, void *block, size_t size) {
  if (block == NULL) return;
  heap_begin(heap);
  give(heap, block, size);
  heap_end(heap);
}

size_t heap_growth(const state_heap *heap, const void *block, size_t old_size, size_t size) {
  size_t taken;
  if (size <= HEAP_POOLED) {
    size_t chunk = chunk_size(size);
    bool has_room = heap->with_room[kind_of(size)] != NULL || (chunk == CHUNK_SIZE && heap->empty != NULL);
    taken = has_room ? 0 : chunk;
  } else {
    taken = large_footprint(size);
  }
  size_t released = block != NULL && old_size > HEAP_POOLED ? large_footprint(old_size) : 0;
  return taken > released ? taken - released : 0;
}

void *heap_last_bytes(const void *block) {
  if (HEAP_SMALL == 0) {
    heap_large *large = (heap_large *)block - 1;
    return (char *)large + malloc_usable_size(large) - sizeof(uint64_t);
  }
  const heap_chunk *chunk = chunk_of(block, 1);
  return (char *)block + chunk->block_size - sizeof(uint64_t);
}

// The bytes that were given back.
static size_t free_empty(state_heap *heap) {
  size_t freed = 0;
  while (heap->empty != NULL) {
    heap_chunk *chunk = heap->empty;
    heap->empty = chunk->next;
    free_chunk(chunk, CHUNK_SIZE);
    freed += CHUNK_SIZE;
  }
  return freed;
}

void heap_trim(state_heap *heap) {
  heap_begin(heap);
  for (int kind = 0; kind < HEAP_KINDS; kind++) {
    for (heap_chunk *chunk = heap->with_room[kind], *next; chunk != NULL; chunk = next) {
      next = chunk->next;
      if (chunk->live > 0) continue;
      unlist(heap, chunk);
      release_chunk(heap, chunk);
    }
  }
  size_t freed = free_empty(heap);
  heap->held -= freed;
  // So that what no longer counts is no longer there either.
  if (freed >= TRIM) malloc_trim(0);
  heap_end(heap);
}

void heap_release(state_heap *heap) {
  while (heap->chunks != NULL) {
    heap_chunk *chunk = heap->chunks;
    heap->chunks = chunk->all_next;
    free_chunk(chunk, chunk_size(chunk->block_size));
  }
  free_empty(heap);
  while (heap->large != NULL) {
    heap_large *large = heap->large;
    heap->large = large->next;
    give_pages(large, large->size);
  }
  memset(heap, 0, sizeof *heap);
}
