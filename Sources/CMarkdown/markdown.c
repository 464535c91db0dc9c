#include "CMarkdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <pthread.h>
#include <string.h>

static pthread_once_t registered = PTHREAD_ONCE_INIT;

static void attach(cmark_parser *parser, const char *name) {
  cmark_syntax_extension *extension = cmark_find_syntax_extension(name);
  if (extension) cmark_parser_attach_syntax_extension(parser, extension);
}

typedef struct {
  void (*visit)(void *, const cmarkdown_event *);
  void *context;
} visitor;

static void say(const visitor *to, int kind, int level, int line, const char *text, const char *title) {
  cmarkdown_event event = {kind, level, line, text ? text : "", text ? strlen(text) : 0, title ? title : "",
                           title ? strlen(title) : 0};
  to->visit(to->context, &event);
}

static void enter(const visitor *to, cmark_node *node) {
  cmark_node_type type = cmark_node_get_type(node);
  int line = cmark_node_get_start_line(node);
  if (type == CMARK_NODE_PARAGRAPH) {
    say(to, CMARKDOWN_PARAGRAPH, 0, line, NULL, NULL);
  } else if (type == CMARK_NODE_HEADING) {
    say(to, CMARKDOWN_HEADING, cmark_node_get_heading_level(node), line, NULL, NULL);
  } else if (type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK) {
    say(to, type == CMARK_NODE_CODE_BLOCK ? CMARKDOWN_CODE_BLOCK : CMARKDOWN_HTML_BLOCK, 0, line, NULL, NULL);
    say(to, CMARKDOWN_TEXT, 0, 0, cmark_node_get_literal(node), NULL);
    say(to, CMARKDOWN_END, 0, 0, NULL, NULL);
  } else if (type == CMARK_NODE_FOOTNOTE_DEFINITION) {
    say(to, CMARKDOWN_FOOTNOTE, 0, line, NULL, NULL);
  } else if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE) {
    say(to, CMARKDOWN_TEXT, 0, 0, cmark_node_get_literal(node), NULL);
  } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
    say(to, CMARKDOWN_SPACE, 0, 0, NULL, NULL);
  } else if (type == CMARK_NODE_HTML_INLINE) {
    say(to, CMARKDOWN_HTML, 0, 0, cmark_node_get_literal(node), NULL);
  } else if (type == CMARK_NODE_IMAGE) {
    say(to, CMARKDOWN_IMAGE, 0, 0, cmark_node_get_url(node), cmark_node_get_title(node));
  } else {
    const char *name = cmark_node_get_type_string(node);
    if (strcmp(name, "table_row") == 0 || strcmp(name, "table_header") == 0) say(to, CMARKDOWN_ROW, 0, line, NULL, NULL);
    if (strcmp(name, "table_cell") == 0) say(to, CMARKDOWN_CELL, 0, 0, NULL, NULL);
  }
}

static void leave(const visitor *to, cmark_node *node) {
  cmark_node_type type = cmark_node_get_type(node);
  if (type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING || type == CMARK_NODE_FOOTNOTE_DEFINITION) {
    say(to, CMARKDOWN_END, 0, 0, NULL, NULL);
  } else if (type == CMARK_NODE_IMAGE) {
    say(to, CMARKDOWN_IMAGE_END, 0, 0, NULL, NULL);
  } else {
    const char *name = cmark_node_get_type_string(node);
    if (strcmp(name, "table_row") == 0 || strcmp(name, "table_header") == 0) say(to, CMARKDOWN_END, 0, 0, NULL, NULL);
  }
}

int cmarkdown_walk(const char *text, size_t length, void (*visit)(void *, const cmarkdown_event *), void *context) {
  // The table of extensions is one for the process, and files are read on all cores.
  pthread_once(&registered, cmark_gfm_core_extensions_ensure_registered);
  cmark_parser *parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
  if (!parser) return -1;
  // Without autolinks: a bare address is the text that it is.
  attach(parser, "table");
  attach(parser, "strikethrough");
  attach(parser, "tasklist");
  cmark_parser_feed(parser, text, length);
  cmark_node *document = cmark_parser_finish(parser);
  cmark_iter *walk = document ? cmark_iter_new(document) : NULL;
  visitor to = {visit, context};
  if (walk) {
    cmark_event_type event;
    while ((event = cmark_iter_next(walk)) != CMARK_EVENT_DONE) {
      if (event == CMARK_EVENT_ENTER) enter(&to, cmark_iter_get_node(walk));
      if (event == CMARK_EVENT_EXIT) leave(&to, cmark_iter_get_node(walk));
    }
    cmark_iter_free(walk);
  }
  if (document) cmark_node_free(document);
  cmark_parser_free(parser);
  return walk ? 0 : -1;
}
