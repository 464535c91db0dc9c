// The deadline of a running state.
//
// A count hook armed from the start would double the cost of every tight loop. So nothing is armed at first: a timer of
// the thread that runs the state sends that very thread a signal when the time is up, and its handler arms the hook, as
// lua.c does for Ctrl-C. From then on every Lua function of the state ends at its next instruction. No other thread
// touches the state. A state that can be cancelled has the same timer look at its flag in short intervals.
#include "internal.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>
#include <unistd.h>
#include <sys/syscall.h>

// A late arming can be lost (the signal came between two steps of a call); it is repeated at this interval. So is the
// look at the wish to cancel.
#define REPEAT_NANOSECONDS 10000000
#define REPEAT_SECONDS 0.01

// The state that the thread runs; the handler sees no other.
static _Thread_local clua_state *volatile running_state;

// A timer that is later than this was not late by itself: the process stood still, or got no time. That does not count.
#define STANDSTILL_SECONDS 0.5

static bool is_timed(const clua_state *S) { return S->options.time_limit > 0 || S->options.cancellation != NULL; }

// Stops the state if its time is up or it was cancelled.
static void look(clua_state *S) {
  if (S->stopped) return;
  if (is_cancelled(S)) stop_state(S, CLUA_CANCELLED);
  if (S->options.time_limit <= 0) return;
  if (thread_seconds() - S->entered >= S->time_left) {
    stop_state(S, CLUA_LIMIT_TIME);
    return;
  }
  const double now = monotonic_seconds();
  if (now - S->next_look > STANDSTILL_SECONDS) S->entered_clock += now - S->next_look;
  S->next_look = now + REPEAT_SECONDS;
  if (now - S->entered_clock >= S->clock_left) stop_state(S, CLUA_LIMIT_CLOCK);
}

// Seconds until the first look that a running state needs; 0: at once.
static double first_look(const clua_state *S) {
  double left = REPEAT_SECONDS;
  if (S->options.time_limit > 0) {
    double time = S->time_left - (thread_seconds() - S->entered);
    if (S->options.cancellation == NULL || time < left) left = time;
  }
  return left > 0 ? left : 0;
}

// The thread sanitizer puts signals off until the program enters a function that it watches, which a loop of Lua never does.
#ifdef __has_feature
#if __has_feature(thread_sanitizer)
#define WITHOUT_TIMERS
#endif
#endif

#if defined(__linux__) && !defined(WITHOUT_TIMERS)

#ifndef sigev_notify_thread_id
#define sigev_notify_thread_id _sigev_un._tid
#endif

typedef struct thread_timer {
  timer_t timer;
  bool made;
} thread_timer;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t timer_key;
static struct sigaction previous;
static _Thread_local thread_timer own_timer;

static int deadline_signal(void) { return SIGRTMAX - 3; }

// The last wall. Loops of Lua's own core run no hook and look at nothing: a table that is its own `__call` takes minutes,
// and a table whose keys all fall into one place of the next larger one takes hours to grow. A state that does not end
// after it was stopped is abandoned: control goes back to the entry from Swift, and nothing of the state is touched any
// more, by Lua or by us. Its memory is given back as a whole (heap.c).
//
// Why the jump is safe. It passes C frames only: Swift's are never between the running code and `escape` while `no_fail`
// is 0. It leaves no lock behind: the only code below Lua that takes locks is the C heap's, and `busy` says when that
// may be running. And it waits until the thread has worked for 40 ms, by its own clock, in which nothing was allocated or
// freed and the innermost call stayed the same. So the state has been in one and the same loop for all that time, and its
// chain of calls, which is read here for the line at fault, is not being changed: a new call is made by an instruction of
// a Lua function, which the hook ends, by one of our functions, which look at the limits, or by an error, whose message
// takes memory.
//
// A test builds this with 0 seconds, to jump wherever the signal strikes; only the heap is whole then.
#ifndef QUIET_SECONDS
#define QUIET_SECONDS 0.04
#endif

static void insist(clua_state *S) {
  lua_State *L = S->current;
  if (S->no_fail > 0 || S->heap.busy || S->escape == NULL || L == NULL) {
    S->is_quiet = false;
    return;
  }
  stop_state(S, (clua_limit)S->stopped);  // once more: the hook may have been lost
  lua_Debug innermost = {0};
  const void *call = lua_getstack(L, 0, &innermost) ? (const void *)innermost.i_ci : NULL;
  double now = thread_seconds();
  if (!S->is_quiet || S->calls_seen != S->allocator_calls || S->call_seen != call) {
    S->is_quiet = true;
    S->quiet_since = now;
    S->calls_seen = S->allocator_calls;
    S->call_seen = call;
  }
  if (now - S->quiet_since < QUIET_SECONDS) return;
  if (QUIET_SECONDS > 0) trace_limit(L, S);
  S->abandoned = 1;
  sigset_t unblocked;
  sigemptyset(&unblocked);
  sigaddset(&unblocked, deadline_signal());
  pthread_sigmask(SIG_UNBLOCK, &unblocked, NULL);
  _longjmp(*S->escape, 1);
}

static void on_signal(int number, siginfo_t *info, void *machine) {
  int saved = errno;
  if (info->si_code == SI_TIMER && info->si_value.sival_ptr == &own_timer) {
    clua_state *S = running_state;
    // A signal may come late, for a state that has ended since: only its own clock and flag count.
    if (S != NULL) {
      look(S);
      if (S->stopped) insist(S);
    }
  } else if (previous.sa_flags & SA_SIGINFO) {
    if (previous.sa_sigaction != NULL) previous.sa_sigaction(number, info, machine);
  } else if (previous.sa_handler != SIG_DFL && previous.sa_handler != SIG_IGN) {
    previous.sa_handler(number);
  }
  errno = saved;
}

static void delete_timer(void *value) {
  thread_timer *timer = value;
  if (timer->made) timer_delete(timer->timer);
  timer->made = false;
}

static void install(void) {
  struct sigaction action = {0};
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_SIGINFO | SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(deadline_signal(), &action, &previous);
  pthread_key_create(&timer_key, delete_timer);
}

// The timer of this thread, made at its first use; false when the system gives none.
static bool make_timer(void) {
  pthread_once(&once, install);
  if (own_timer.made) return true;
  struct sigevent event = {0};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = deadline_signal();
  event.sigev_value.sival_ptr = &own_timer;
  event.sigev_notify_thread_id = (pid_t)syscall(SYS_gettid);
  if (timer_create(CLOCK_MONOTONIC, &event, &own_timer.timer) != 0) return false;
  own_timer.made = true;
  pthread_setspecific(timer_key, &own_timer);
  sigset_t unblocked;
  sigemptyset(&unblocked);
  sigaddset(&unblocked, deadline_signal());
  pthread_sigmask(SIG_UNBLOCK, &unblocked, NULL);
  return true;
}

static bool set_timer(double seconds) {
  if (!make_timer()) return false;
  struct itimerspec time = {0};
  if (seconds >= 0) {
    if (seconds < 1e-6) seconds = 1e-6;
    if (seconds > 1e9) seconds = 1e9;
    time.it_value.tv_sec = (time_t)seconds;
    time.it_value.tv_nsec = (long)((seconds - (double)time.it_value.tv_sec) * 1e9);
    time.it_interval.tv_nsec = REPEAT_NANOSECONDS;
  }
  return timer_settime(own_timer.timer, 0, &time, NULL) == 0;
}

#else

static bool set_timer(double seconds) {
  (void)seconds;
  return false;
}

#endif

void poll_limits(lua_State *L, clua_state *S) {
  if (S->polls_clock) look(S);
  check_stop(L, S);
}

// Where there is no such timer, a count hook looks at the clock.
static void poll_clock(lua_State *L, lua_Debug *activation) {
  (void)activation;
  poll_limits(L, state_of(L));
}

// States may nest on a thread (a host function that runs another script): the outer one's clock stands still meanwhile
// no more than any host function's does, and its timer is set again afterwards.
void deadline_enter(clua_state *S) {
  S->outer_state = running_state;
  running_state = S;
  if (!is_timed(S)) return;
  S->entered = thread_seconds();
  S->entered_clock = monotonic_seconds();
  if (is_cancelled(S)) {
    stop_state(S, CLUA_CANCELLED);
  } else if (S->options.time_limit > 0 && S->time_left <= 0) {
    stop_state(S, CLUA_LIMIT_TIME);
  } else if (S->options.time_limit > 0 && S->clock_left <= 0) {
    stop_state(S, CLUA_LIMIT_CLOCK);
  } else {
    const double first = first_look(S);
    S->next_look = S->entered_clock + first;
    S->polls_clock = !set_timer(first);
    if (S->polls_clock) lua_sethook(S->current, poll_clock, LUA_MASKCOUNT, 1000);
  }
}

void deadline_leave(clua_state *S) {
  clua_state *outer = S->outer_state;
  running_state = outer;
  S->outer_state = NULL;
  if (S->options.time_limit > 0) {
    S->time_left -= thread_seconds() - S->entered;
    S->clock_left -= monotonic_seconds() - S->entered_clock;
  }
  if (outer != NULL && is_timed(outer)) {
    const double first = first_look(outer);
    outer->next_look = monotonic_seconds() + first;
    set_timer(first);
  } else if (is_timed(S)) {
    set_timer(-1);
  }
}
