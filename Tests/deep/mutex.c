// What the thread sanitizer has to be told of Swift's Mutex: a contended one is taken and given back inside a library
// that is not instrumented, so that the order it gives goes unseen and races are reported that are none.
//
// Preloaded, these stand before the library's slow paths; the fast ones are inlined and instrumented.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

// Methods of _MutexHandle, whose address comes in the register of `self`.
#define METHOD __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *handle
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// The sanitizer's own, in the program; absent where the program was built without it.
void __tsan_acquire(void *address) __attribute__((weak));
void __tsan_release(void *address) __attribute__((weak));

METHOD void lock_slow(uint32_t thread, SELF) __asm__(LOCK);
METHOD bool try_lock_slow(SELF) __asm__(TRY_LOCK);
METHOD void unlock_slow(SELF) __asm__(UNLOCK);

static void *next(const char *name) {
  void *function = dlsym(RTLD_NEXT, name);
  if (!function) abort();
  return function;
}

METHOD void lock_slow(uint32_t thread, SELF) {
  METHOD void (*lock)(uint32_t, SELF) = next(LOCK);
  lock(thread, handle);
  if (__tsan_acquire) __tsan_acquire(handle);
}

METHOD bool try_lock_slow(SELF) {
  METHOD bool (*try_lock)(SELF) = next(TRY_LOCK);
  bool locked = try_lock(handle);
  if (locked && __tsan_acquire) __tsan_acquire(handle);
  return locked;
}

METHOD void unlock_slow(SELF) {
  METHOD void (*unlock)(SELF) = next(UNLOCK);
  if (__tsan_release) __tsan_release(handle);
  unlock(handle);
}
