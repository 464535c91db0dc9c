// Runs Lua's own test files (https://www.lua.org/tests/, release 5.4.4, "portable" mode) in a state of this build: bare,
// with Lua's own libraries, and as a report's script meets it. Started in the folder of the files by check-deep.
//
//   lua-tests bare|sandbox FILE…
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CLua.h"

static clua_state *state;

static int print_nothing(void *context, int handler, int count) {
  (void)context, (void)handler, (void)count;
  return 0;
}

static char *contents(const char *path, size_t *count) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) return NULL;
  size_t room = 1 << 20;
  char *bytes = malloc(room);
  *count = bytes == NULL ? 0 : fread(bytes, 1, room, file);
  fclose(file);
  return bytes;
}

// What `source` returns becomes a global that chunks loaded later in the sandbox see.
static void set_global(const char *name, const char *source) {
  clua_push_shared_environment(state);
  if (clua_load(state, source, strlen(source), "=prelude", 0) == CLUA_OK && clua_call(state, 0, 1) == CLUA_OK)
    clua_set_field(state, -2, name);
  clua_set_top(state, 0);
}

// 0 when the file ran to its end.
static int run(const char *path, bool bare) {
  clua_options options = {0};
  options.time_limit = 120;
  options.memory_limit = (size_t)1 << 30;
  options.dispatch = print_nothing;
  options.bare = bare;
  state = clua_new(&options);
  if (state == NULL) return 1;
  if (bare) {
    const char prelude[] = "_port, _soft, _nomsg = true, true, true function Message() end";
    if (clua_load(state, prelude, strlen(prelude), "=prelude", 0) == CLUA_OK) clua_call(state, 0, 0);
  } else {
    set_global("_port", "return true");
    set_global("_soft", "return true");
    set_global("Message", "return function() end");
    // Many files ask for `debug` first and use it in a few places, or not at all in this mode.
    set_global("require", "local own = {string = string, table = table, math = math, coroutine = coroutine, utf8 = utf8}\n"
                                 "return function(name) return own[name] or {} end");
  }
  size_t count = 0;
  char *source = contents(path, &count);
  char name[256];
  snprintf(name, sizeof name, "@%s", path);
  // A first line with "#!" is not Lua; loading files skips it.
  size_t start = 0;
  if (count > 0 && source[0] == '#')
    while (start < count && source[start] != '\n') start++;
  clua_status status = source == NULL ? CLUA_SYNTAX : clua_load(state, source + start, count - start, name, 0);
  if (status == CLUA_OK) status = clua_call(state, 0, 0);
  if (status == CLUA_OK) {
    printf("\nok      %s\n", path);
  } else {
    const char *reason = clua_stopped(state) ? "stopped by a limit" : NULL;
    if (reason == NULL && clua_to_string(state, -1) == CLUA_OK) reason = clua_bytes(state, -1, &count);
    printf("\nfailed  %s: %s", path, reason == NULL ? "no message" : reason);
    for (int i = 0; i < clua_trace_count(state); i++) {
      const clua_frame *frame = clua_trace_frame(state, i);
      if (frame->line > 0) printf(" < %s:%d", frame->chunk, frame->line);
    }
    printf("\n");
  }
  fflush(stdout);
  clua_close(state);
  free(source);
  return status != CLUA_OK;
}

int main(int count, char **arguments) {
  if (count < 3) return 64;
  bool bare = strcmp(arguments[1], "bare") == 0;
  int failed = 0;
  for (int i = 2; i < count; i++) failed += run(arguments[i], bare);
  printf("%s: %d of %d ran to the end\n", bare ? "bare" : "sandbox", count - 2 - failed, count - 2);
  return 0;
}
