// For builds with the thread sanitizer only. Lua throws by a function of the C library that the sanitizer does not know;
// its own stack of calls would grow by the frames that are jumped over until it overflows.
#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#include <setjmp.h>

_Noreturn void __longjmp_chk(struct __jmp_buf_tag *environment, int value) { longjmp(environment, value); }
#endif
#endif
