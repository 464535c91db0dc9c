// Where an error struck: frames are copied out before the stack unwinds.
#include "internal.h"

static void copy_text(char *target, size_t capacity, const char *source) {
  size_t count = 0;
  for (; source != NULL && count + 1 < capacity && source[count] != 0; count++) target[count] = source[count];
  target[count] = 0;
}

static void fill(lua_State *L, lua_Debug *activation, clua_frame *frame) {
  // None of these options allocates or raises.
  lua_getinfo(L, "Slnt", activation);
  copy_text(frame->chunk, sizeof frame->chunk, activation->short_src);
  frame->line = activation->currentline;
  frame->defined = activation->linedefined;
  copy_text(frame->name, sizeof frame->name, activation->name);
  frame->kind = activation->what[0];
  frame->tail_call = activation->istailcall != 0;
}

// Read-only and free of allocation: it also runs inside the allocator, when memory has run out.
void capture_trace(lua_State *L, clua_state *S) {
  if (!S->trace_live) {
    S->trace_count = 0;
  } else if (S->trace_thread == L) {
    return;  // the error went through the host and comes by once more
  }
  S->trace_thread = L;
  lua_Debug activation;
  for (int level = 0; S->trace_count < CLUA_MAX_FRAMES && lua_getstack(L, level, &activation); level++) {
    clua_frame *frame = &S->trace[S->trace_count];
    fill(L, &activation, frame);
    if (frame->kind != 'C') S->trace_count++;  // only the script's own functions
  }
}

int message_handler(lua_State *L) {
  clua_state *S = state_of(L);
  if (S->stopped) return 1;
  capture_trace(L, S);
  S->trace_live = false;
  return 1;
}

void push_where(lua_State *L) {
  lua_Debug activation;
  for (int level = 1; lua_getstack(L, level, &activation); level++) {
    lua_getinfo(L, "Sl", &activation);
    if (activation.currentline > 0) {
      lua_pushfstring(L, "%s:%d: ", activation.short_src, activation.currentline);
      return;
    }
  }
  lua_pushliteral(L, "");
}

int clua_trace_count(const clua_state *S) { return S->trace_count; }

const clua_frame *clua_trace_frame(const clua_state *S, int index) {
  return index >= 0 && index < S->trace_count ? &S->trace[index] : NULL;
}

bool clua_current_frame(clua_state *S, clua_frame *frame) {
  lua_Debug activation;
  for (int level = 0; lua_getstack(S->current, level, &activation); level++) {
    fill(S->current, &activation, frame);
    if (frame->line > 0) return true;
  }
  return false;
}
