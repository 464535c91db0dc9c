// GitHub Flavored Markdown (cmark-gfm) as a run of events: blocks of text in the order of the document, and what is in them.
#ifndef CMARKDOWN_H
#define CMARKDOWN_H

#include <stddef.h>

/// What is met. Blocks end with CMARKDOWN_END; those that hold blocks (lists, quotations) are no events.
enum {
  CMARKDOWN_PARAGRAPH = 1,
  /// `level` is 1 to 6.
  CMARKDOWN_HEADING,
  /// A code block; its whole text follows as one CMARKDOWN_TEXT.
  CMARKDOWN_CODE_BLOCK,
  /// Raw HTML between blocks; likewise.
  CMARKDOWN_HTML_BLOCK,
  /// A row of a table; its cells are set apart by CMARKDOWN_CELL.
  CMARKDOWN_ROW,
  /// The blocks up to the end are a footnote. No text of its own; holds blocks.
  CMARKDOWN_FOOTNOTE,
  CMARKDOWN_END,
  CMARKDOWN_CELL,
  /// Text with references decoded and escapes resolved; code in a line counts as text.
  CMARKDOWN_TEXT,
  CMARKDOWN_SPACE,
  /// A tag, a comment or the like within a line.
  CMARKDOWN_HTML,
  /// An image with its address (`text`) and title (`title`); its description follows up to CMARKDOWN_IMAGE_END.
  CMARKDOWN_IMAGE,
  CMARKDOWN_IMAGE_END,
};

typedef struct {
  int kind;
  int level;
  /// From 1; 0 within lines.
  int line;
  const char *text;
  size_t length;
  const char *title;
  size_t title_length;
} cmarkdown_event;

/// Calls `visit` for each event in UTF-8 text; what it is given lives as long as the call. Returns 0, or -1 without memory.
/// The caller bounds the text: versions of the library before 0.29.0.gfm.7 take time quadratic in some marks.
int cmarkdown_walk(const char *text, size_t length, void (*visit)(void *, const cmarkdown_event *), void *context);

#endif
