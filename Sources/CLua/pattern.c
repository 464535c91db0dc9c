#include "pattern.h"

#include <string.h>

enum { LITERAL, ANY, SET, OPEN, POSITION, CLOSE, BALANCE, FRONTIER, REFERENCE, END, MALFORMED };
enum { ONCE, OPTIONAL, GREEDY, GREEDY_ONE, LAZY };

// Nested choices of a match; each takes C stack. Lua's own limit is the same.
#define MAX_DEPTH 200
// Steps between two looks at the limits, a power of two.
#define STEPS 8192

// Character classes, by ASCII as in the "C" locale whatever the process has set ------------------------------------------

static inline bool between(int byte, int low, int high) { return byte >= low && byte <= high; }

// The bytes of a class among the first 128, a bit each; no other byte is in any class.
static const uint32_t *bytes_of_class(int class) {
  enum { DIGITS = 0x03FF0000, LETTERS = 0x07FFFFFE, TO_F = 0x7E };
  static const uint32_t alpha[4] = {0, 0, LETTERS, LETTERS}, control[4] = {0xFFFFFFFF, 0, 0, 0x80000000},
                        digit[4] = {0, DIGITS, 0, 0}, graphic[4] = {0, 0xFFFFFFFE, 0xFFFFFFFF, 0x7FFFFFFF},
                        lower[4] = {0, 0, 0, LETTERS}, punctuation[4] = {0, 0xFC00FFFE, 0xF8000001, 0x78000001},
                        space[4] = {0x3E00, 1, 0, 0}, upper[4] = {0, 0, LETTERS, 0},
                        alphanumeric[4] = {0, DIGITS, LETTERS, LETTERS}, hexadecimal[4] = {0, DIGITS, TO_F, TO_F},
                        zero[4] = {1, 0, 0, 0};
  switch (class) {
    case 'a': return alpha;
    case 'c': return control;
    case 'd': return digit;
    case 'g': return graphic;
    case 'l': return lower;
    case 'p': return punctuation;
    case 's': return space;
    case 'u': return upper;
    case 'w': return alphanumeric;
    case 'x': return hexadecimal;
    default: return zero;  // z, of Lua 5.1: the manual leaves it out since, Lua does not
  }
}

static bool is_class_letter(int letter) { return letter < 128 && strchr("acdglpsuwxz", letter | 32) && letter > 64; }

static inline void include(uint32_t *set, int byte) { set[byte >> 5] |= UINT32_C(1) << (byte & 31); }
static inline bool included(const uint32_t *set, int byte) { return set[byte >> 5] >> (byte & 31) & 1; }

// Adds what %letter stands for: a class, its complement for a capital, or the character itself.
static void include_escape(uint32_t *set, int letter) {
  if (!is_class_letter(letter)) {
    include(set, letter);
    return;
  }
  const uint32_t *bytes = bytes_of_class(letter | 32);
  uint32_t complement = between(letter, 'A', 'Z') ? ~UINT32_C(0) : 0;
  for (int i = 0; i < 8; i++) set[i] |= (i < 4 ? bytes[i] : 0) ^ complement;
}

// Reading ----------------------------------------------------------------------------------------------------------------

bool pattern_is_plain(const char *text, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (text[i] != 0 && strchr("^$*+?.([%-", text[i]) != NULL) return false;
  return true;
}

// What is wrong with a malformed item. It is raised when a match gets there, as Lua does, and not before.
enum {
  MISSING_BRACKET,
  ENDS_WITH_PERCENT,
  MISSING_ARGUMENTS,
  MISSING_FRONTIER_SET,
  TOO_MANY_CAPTURES,
  INVALID_CAPTURE,
  UNFINISHED_CAPTURE,
  INVALID_INDEX
};

static void raise_malformed(lua_State *L, const pattern_item *item) {
  static const char *const messages[] = {
      "malformed pattern (missing ']')", "malformed pattern (ends with '%')",
      "malformed pattern (missing arguments to '%b')", "missing '[' after '%f' in pattern", "too many captures",
      "invalid pattern capture", "unfinished capture"};
  if (item->first == INVALID_INDEX) luaL_error(L, "invalid capture index %%%d", item->second);
  luaL_error(L, "%s", messages[item->first]);
}

// Reads a set after its `[`; returns what follows the `]`, NULL when there is none.
static const unsigned char *read_set(uint32_t *set, const unsigned char *p, const unsigned char *end) {
  bool complement = p < end && *p == '^';
  if (complement) p++;
  for (bool first = true;; first = false) {
    if (p >= end) return NULL;
    if (*p == ']' && !first) break;
    if (*p == '%') {
      if (p + 1 >= end) return NULL;
      include_escape(set, p[1]);
      p += 2;
    } else if (end - p > 2 && p[1] == '-' && p[2] != ']' && p[2] != '%') {
      for (int byte = p[0]; byte <= p[2]; byte++) include(set, byte);
      p += 3;
    } else {
      include(set, *p++);
    }
  }
  if (complement)
    for (int i = 0; i < 8; i++) set[i] = ~set[i];
  return p + 1;
}

static uint8_t repeat_of(const unsigned char *p, const unsigned char *end) {
  if (p >= end) return ONCE;
  switch (*p) {
    case '?': return OPTIONAL;
    case '*': return GREEDY;
    case '+': return GREEDY_ONE;
    case '-': return LAZY;
    default: return ONCE;
  }
}

// Captures as they are while a pattern is read.
typedef struct reading {
  int captures, opened;
  int open[MAX_CAPTURES];
} reading;

// Reads an item that stands for a single character; returns what follows it, NULL when it is malformed.
static const unsigned char *read_single(pattern_item *item, const unsigned char *p, const unsigned char *end) {
  item->kind = LITERAL;
  item->first = *p;
  if (*p == '.') {
    item->kind = ANY;
  } else if (*p == '[') {
    item->kind = SET;
    item->first = MISSING_BRACKET;
    return read_set(item->set, p + 1, end);
  } else if (*p == '%') {
    item->first = ENDS_WITH_PERCENT;
    if (++p >= end) return NULL;
    item->first = *p;
    if (is_class_letter(*p)) {
      item->kind = SET;
      include_escape(item->set, *p);
    }
  }
  return p + 1;
}

// Reads an item that never repeats; NULL when it is malformed, `p` when it is a single character.
static const unsigned char *read_special(
    reading *reading, pattern_item *item, const unsigned char *p, const unsigned char *end) {
  int next = p + 1 < end ? p[1] : 0;
  if (*p == '(') {
    item->first = TOO_MANY_CAPTURES;
    if (reading->captures >= MAX_CAPTURES) return NULL;
    item->first = (uint8_t)reading->captures;
    item->kind = next == ')' ? POSITION : OPEN;
    if (item->kind == OPEN) reading->open[reading->opened++] = reading->captures;
    reading->captures++;
    return p + (item->kind == POSITION ? 2 : 1);
  }
  if (*p == ')') {
    item->first = INVALID_CAPTURE;
    if (reading->opened == 0) return NULL;
    item->kind = CLOSE;
    item->first = (uint8_t)reading->open[--reading->opened];
    return p + 1;
  }
  if (*p == '$' && p + 1 == end) {
    item->kind = END;
    return p + 1;
  }
  if (*p != '%') return p;
  if (next == 'b') {
    item->first = MISSING_ARGUMENTS;
    if (end - p < 4) return NULL;
    item->kind = BALANCE;
    item->first = p[2];
    item->second = p[3];
    return p + 4;
  }
  if (next == 'f') {
    item->first = MISSING_FRONTIER_SET;
    if (p + 2 >= end || p[2] != '[') return NULL;
    item->kind = FRONTIER;
    item->first = MISSING_BRACKET;
    return read_set(item->set, p + 3, end);
  }
  if (between(next, '0', '9')) {
    int number = next - '1';
    bool is_open = false;
    for (int i = 0; i < reading->opened; i++) is_open = is_open || reading->open[i] == number;
    item->first = INVALID_INDEX;
    item->second = (uint8_t)(number + 1);
    if (number < 0 || number >= reading->captures || is_open) return NULL;
    item->kind = REFERENCE;
    item->first = (uint8_t)number;
    return p + 2;
  }
  return p;
}

void pattern_read(lua_State *L, pattern *pattern, pattern_item *items, const char *text, size_t count) {
  const unsigned char *p = (const unsigned char *)text, *end = p + count;
  size_t used = 0;
  reading reading = {0};
  while (p != NULL && p < end) {
    pattern_item *item = &items[used++];
    memset(item, 0, sizeof *item);
    if ((used & 0xFFFF) == 0) poll_limits(L, state_of(L));
    const unsigned char *start = p;
    p = read_special(&reading, item, start, end);
    if (p == start) {
      p = read_single(item, start, end);
      if (p != NULL && (item->repeat = repeat_of(p, end)) != ONCE) p++;
    }
    if (p == NULL) item->kind = MALFORMED;
  }
  if (p != NULL && reading.opened > 0) {
    pattern_item *item = &items[used++];
    memset(item, 0, sizeof *item);
    item->kind = MALFORMED;
    item->first = UNFINISHED_CAPTURE;
  }
  pattern->items = items;
  pattern->count = used;
  // A match can begin only where the first single character is that has to be there.
  size_t lead = 0;
  while (lead < used && (items[lead].kind == OPEN || items[lead].kind == POSITION)) lead++;
  bool required = lead < used && (items[lead].kind == LITERAL || items[lead].kind == SET) &&
                  (items[lead].repeat == ONCE || items[lead].repeat == GREEDY_ONE);
  pattern->lead = required ? lead : NO_LEAD;
}

pattern_item *pattern_room(lua_State *L, pattern_item *inlined, size_t count) {
  if (pattern_capacity(count) <= INLINE_ITEMS) {
    lua_pushnil(L);
    return inlined;
  }
  return lua_newuserdatauv(L, pattern_capacity(count) * sizeof(pattern_item), 0);
}

// Matching ---------------------------------------------------------------------------------------------------------------

void matcher_start(matcher *m, lua_State *L, const pattern *pattern, const char *subject, size_t count) {
  m->L = L;
  m->state = state_of(L);
  m->pattern = pattern;
  m->subject = subject;
  m->end = subject + count;
  m->steps = 0;
  m->depth = 0;
  m->level = 0;
}

static inline void step(matcher *m) {
  if (__builtin_expect((++m->steps & (STEPS - 1)) == 0, 0)) poll_limits(m->L, m->state);
}

static inline bool matches_one(const matcher *m, const pattern_item *item, const char *at) {
  if (at >= m->end) return false;
  switch (item->kind) {
    case LITERAL: return (uint8_t)*at == item->first;
    case ANY: return true;
    default: return included(item->set, (uint8_t)*at);
  }
}

static const char *balanced(matcher *m, const pattern_item *item, const char *at) {
  if (at >= m->end || (uint8_t)*at != item->first) return NULL;
  size_t nested = 1;
  for (const char *p = at + 1; p < m->end; p++) {
    step(m);
    if ((uint8_t)*p == item->second) {
      if (--nested == 0) return p + 1;
    } else if ((uint8_t)*p == item->first) {
      nested++;
    }
  }
  return NULL;
}

static const char *match_from(matcher *m, const char *at, size_t index);

// The end of the run of bytes from `at` that are in the set, or that are not.
static const char *skip(matcher *m, const uint32_t *set, const char *at, bool inside) {
  for (;;) {
    const char *end = m->end - at > STEPS ? at + STEPS : m->end;
    while (at < end && included(set, (uint8_t)*at) == inside) at++;
    if (at < end || at == m->end) return at;
    poll_limits(m->L, m->state);
  }
}

const char *matcher_candidate(matcher *m, const char *from) {
  if (m->pattern->lead == NO_LEAD) return from;
  const pattern_item *item = &m->pattern->items[m->pattern->lead];
  step(m);
  if (item->kind == SET) {
    from = skip(m, item->set, from, false);
  } else {
    const char *found = memchr(from, item->first, (size_t)(m->end - from));
    from = found == NULL ? m->end : found;
  }
  return from == m->end ? NULL : from;
}

// Tries the rest of the pattern after as many repetitions as possible, then after fewer.
static const char *match_greedy(matcher *m, const pattern_item *item, const char *at, size_t next, size_t least) {
  size_t count = 0;
  if (item->kind == SET) {
    step(m);
    count = (size_t)(skip(m, item->set, at, true) - at);
  } else {
    while (matches_one(m, item, at + count)) {
      step(m);
      count++;
    }
  }
  if (count < least) return NULL;
  if (next == m->pattern->count) return at + count;
  for (;; count--) {
    step(m);
    const char *found = match_from(m, at + count, next);
    if (found != NULL || count == least) return found;
  }
}

static const char *match_lazy(matcher *m, const pattern_item *item, const char *at, size_t next) {
  for (;; at++) {
    step(m);
    const char *found = match_from(m, at, next);
    if (found != NULL) return found;
    if (!matches_one(m, item, at)) return NULL;
  }
}

static const char *match_items(matcher *m, const char *at, size_t index) {
  for (; index < m->pattern->count; index++) {
    const pattern_item *item = &m->pattern->items[index];
    step(m);
    switch (item->kind) {
      case OPEN:
      case POSITION: {
        capture *capture = &m->captures[item->first];
        struct capture before = *capture;
        int level = m->level;
        capture->start = at;
        capture->length = item->kind == OPEN ? CAPTURE_OPEN : CAPTURE_POSITION;
        m->level = item->first + 1;
        const char *found = match_from(m, at, index + 1);
        if (found == NULL) {
          *capture = before;
          m->level = level;
        }
        return found;
      }
      case CLOSE: {
        capture *capture = &m->captures[item->first];
        capture->length = at - capture->start;
        const char *found = match_from(m, at, index + 1);
        if (found == NULL) capture->length = CAPTURE_OPEN;
        return found;
      }
      case END:
        if (at != m->end) return NULL;
        continue;
      case BALANCE:
        at = balanced(m, item, at);
        if (at == NULL) return NULL;
        continue;
      case FRONTIER: {
        int before = at == m->subject ? 0 : (uint8_t)at[-1];
        int after = at == m->end ? 0 : (uint8_t)*at;
        if (included(item->set, before) || !included(item->set, after)) return NULL;
        continue;
      }
      case REFERENCE: {
        const capture *capture = &m->captures[item->first];
        if (capture->length < 0) return NULL;
        if (m->end - at < capture->length || memcmp(capture->start, at, (size_t)capture->length) != 0) return NULL;
        m->steps |= capture->length > STEPS ? STEPS - 1 : 0;  // a long comparison counts for many steps
        at += capture->length;
        continue;
      }
      case MALFORMED: raise_malformed(m->L, item); break;
      default: break;
    }
    switch (item->repeat) {
      case ONCE:
        if (!matches_one(m, item, at)) return NULL;
        at++;
        continue;
      case OPTIONAL:
        if (matches_one(m, item, at)) {
          const char *found = match_from(m, at + 1, index + 1);
          if (found != NULL) return found;
        }
        continue;
      case GREEDY: return match_greedy(m, item, at, index + 1, 0);
      case GREEDY_ONE: return match_greedy(m, item, at, index + 1, 1);
      default: return match_lazy(m, item, at, index + 1);
    }
  }
  return at;
}

static const char *match_from(matcher *m, const char *at, size_t index) {
  if (++m->depth > MAX_DEPTH) luaL_error(m->L, "pattern too complex");
  const char *found = match_items(m, at, index);
  m->depth--;
  return found;
}

const char *matcher_match(matcher *m, const char *from) {
  m->level = 0;
  m->depth = 0;
  return match_from(m, from, 0);
}

void push_capture(matcher *m, int index, const char *from, const char *to) {
  if (index >= m->level) {
    if (index != 0) luaL_error(m->L, "invalid capture index %%%d", index + 1);
    lua_pushlstring(m->L, from, (size_t)(to - from));
    return;
  }
  const capture *capture = &m->captures[index];
  if (capture->length == CAPTURE_POSITION) {
    lua_pushinteger(m->L, capture->start - m->subject + 1);
  } else {
    lua_pushlstring(m->L, capture->start, (size_t)capture->length);
  }
}

int push_captures(matcher *m, const char *from, const char *to) {
  int count = m->level == 0 && from != NULL ? 1 : m->level;
  luaL_checkstack(m->L, count, "too many captures");
  for (int i = 0; i < count; i++) push_capture(m, i, from, to);
  return count;
}
