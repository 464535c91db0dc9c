// Fails every allocation of a script that crosses the bridge in every direction, in two ways: from the n-th on, and the
// n-th alone. Then stops scripts whose loops no hook interrupts, and a busy one at a thousand moments: their states are
// abandoned, and nothing may be lost or broken. Built with the sanitizers by check-deep, also so that the last wall strikes
// at any moment (QUIET_SECONDS=0). The host functions are in C, so that only the bridge is measured.
#include <stdio.h>
#include <string.h>

#include "CLua.h"

enum { PRINT, HANDLE, RECORD, CALL, OBJECT, FAIL, EACH, FILTER };
enum { OBJECT_TYPE, RECORD_TYPE };

static clua_state *state;

// The last does not fit beside the type of a record, the second and the third make it no range.
static const int64_t handles[] = {4, 9, 6, INT64_C(1) << 50};
enum { HANDLES = sizeof handles / sizeof handles[0] };

static int dispatch(void *context, int handler, int count) {
  (void)context, (void)count;
  int64_t handle = 0;
  switch (handler) {
    case PRINT: return 0;
    case HANDLE:
      clua_object(state, 1, &handle);
      clua_push_integer(state, handle);
      return 1;
    case RECORD: clua_push_record(state, RECORD_TYPE, 5); return 1;
    case OBJECT: clua_push_object(state, OBJECT_TYPE, 7, 64); return 1;
    case CALL:
      clua_push_copy(state, 1);
      clua_push_integer(state, 21);
      return clua_call(state, 1, 1) == CLUA_ERROR ? CLUA_RAISE_AGAIN : 1;
    case EACH: clua_push_record_iterator(state, RECORD_TYPE, handles, HANDLES); return 1;
    case FILTER: {
      bool accepted[HANDLES] = {false};
      clua_push_copy(state, 1);
      if (clua_filter(state, RECORD_TYPE, handles, HANDLES, accepted) == CLUA_ERROR) return CLUA_RAISE_AGAIN;
      clua_push_integer(state, accepted[0] + 2 * accepted[1] + 4 * accepted[2] + 8 * accepted[3]);
      return 1;
    }
    default: clua_push_bytes(state, "host error", 10); return CLUA_RAISE_MESSAGE;
  }
}

static int read_field(void *context, int handler, int64_t handle) {
  (void)context, (void)handler;
  clua_push_integer(state, handle);
  return 1;
}

static int read_text(void *context, int field, int64_t handle) {
  (void)context;
  if (field != 0) return CLUA_RAISE_MESSAGE;
  char text[64];
  int count = snprintf(text, sizeof text, "the text of the record %lld", (long long)handle);
  clua_push_bytes(state, text, (size_t)count);
  return 1;
}

static const char script[] =
    "local parts = {}\n"
    "for word in ('one two three four'):gmatch('%a+') do\n"
    "  parts[#parts + 1] = word:upper():rep(3):gsub('O', '%0x')\n"
    "end\n"
    "table.sort(parts, function(a, b) return a > b end)\n"
    "local r, sum = record(), 0\n"
    "for i = 1, 3 do sum = sum + r.handle + call(function(x) return x * 2 end) + object().handle end\n"
    "local seen = {}\n"
    "for one in each() do seen[#seen + 1] = one.text seen[one] = one.handle end\n"
    "assert(#seen == 4 and seen[4] == 'the text of the record 1125899906842624' and next(seen, 4))\n"
    "assert(filter(function(one) return one.handle > 6 and one.text end) == 10)\n"
    "assert(not pcall(filter, function(one) for other in each() do error(other) end end))\n"
    "local co = coroutine.wrap(function(...) for i = 1, 3 do coroutine.yield(i, ...) end end)\n"
    "co('a') co() co()\n"
    "local _, first = pcall(function() local t <close> = setmetatable({}, {__close = print}) error({parts}) end)\n"
    "local _, second = pcall(call, function() error('x') end)\n"
    "local _, third = pcall(fail)\n"
    "print(table.concat(parts, ','), sum, load('return 2')(), tostring(first), second, third)\n"
    "for k, v in pairs({a = 1, b = 2, [parts] = 3, [true] = 1}) do print(k, v) end\n"
    "print(pcall(coroutine.wrap(function()\n"
    "  local x <close> = setmetatable({}, {__close = function() error('close') end}) error('in') end)))\n"
    "return string.format('%s %q %5.2f', parts[1], 'x\\ny', 1.5) .. utf8.len('ab')\n";

static clua_status run(const char *source, double time_limit, int64_t failing, int64_t *allocations) {
  clua_options options = {0};
  options.time_limit = time_limit;
  options.memory_limit = 64 << 20;
  options.dispatch = dispatch;
  options.read = read_field;
  options.print = PRINT;
  options.fail_allocation = failing;
  state = clua_new(&options);
  if (state == NULL) return CLUA_STOPPED;
  clua_type_options types[] = {{"Object", false, -1, -1}, {"Record", true, -1, -1}};
  for (int i = 0; i < 2; i++) clua_type_getter(state, clua_new_type(state, &types[i]), "handle", HANDLE);
  clua_set_texts(state, read_text, NULL);
  clua_type_text(state, RECORD_TYPE, "text", 0);
  const char *const names[] = {"record", "call", "object", "fail", "each", "filter"};
  for (int i = 0; i < 6; i++) {
    clua_push_shared_environment(state);
    clua_push_function(state, RECORD + i);
    clua_set_field(state, -2, names[i]);
    clua_set_top(state, 0);
  }
  clua_status status = clua_load(state, source, strlen(source), "=script", 0);
  if (status == CLUA_OK) status = clua_call(state, 0, 1);
  *allocations = clua_allocations(state);
  clua_close(state);
  return status;
}

static const char *const stuck[] = {
    "local t = {} setmetatable(t, {__call = t}) t()",
    "local t, step = {}, (1 << 18) - 1 for i = 1, (1 << 17) + 1 do t[i * step] = true end while true do end",
    "local t = setmetatable({}, {}) getmetatable(t).__call = t\n"
    "pcall(call, function() coroutine.wrap(function() call(t) end)() end)",
};

static const char busy[] =
    "local t = {}\n"
    "while true do\n"
    "  for i = 1, 400 do t[i] = {('x'):rep(i * 7 % 4000) .. i, object(), record()} end\n"
    "  for one in each() do t[one] = one.text filter(function(other) return t[other] end) end\n"
    "  for i = 1, 400 do t[('k'):rep(i % 50) .. i] = function() return t[i] end end\n"
    "  table.sort(t, function(a, b) return a[1] < b[1] end)\n"
    "  coroutine.wrap(function() pcall(call, function() error {t} end) end)()\n"
    "  t = {} collectgarbage()\n"
    "end\n";

static bool stops(void) {
  int64_t allocations;
  for (size_t i = 0; i < sizeof stuck / sizeof stuck[0]; i++) {
    if (run(stuck[i], 0.05, 0, &allocations) != CLUA_STOPPED) return false;
  }
  for (int i = 0; i < 1000; i++) {
    if (run(busy, 0.0001 + i * 0.000007, 0, &allocations) != CLUA_STOPPED) return false;
  }
  return true;
}

int main(void) {
  int64_t total = 0;
  if (run(script, 20, 0, &total) != CLUA_OK) return 1;
  int64_t allocations, stopped = 0;
  for (int64_t place = 1; place <= total; place++) {
    for (int sign = -1; sign <= 1; sign += 2) {
      clua_status status = run(script, 20, sign * place, &allocations);
      if (status == CLUA_STOPPED) stopped++;
      if (status == CLUA_ERROR || status == CLUA_SYNTAX) {
        fprintf(stderr, "allocation %lld: neither success nor a memory error\n", (long long)place);
        return 1;
      }
    }
  }
  if (!stops()) {
    fprintf(stderr, "a script was not stopped\n");
    return 1;
  }
  printf("bridge: %lld allocations failed, %lld runs stopped\n", (long long)(2 * total), (long long)stopped);
  return 0;
}
