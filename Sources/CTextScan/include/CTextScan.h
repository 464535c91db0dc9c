// Looks at UTF-8 text sixteen bytes at a time. C in front, C++17 behind, no library.
#ifndef CTEXTSCAN_H
#define CTEXTSCAN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What `ctextscan_scan` finds.
enum {
  /// Bytes from 80.
  CTEXTSCAN_HIGH = 1,
  /// Characters that cleaning may take out or change: controls but tab and line feed, tatweel, line separators and
  /// directional overrides, and all from U+F000 to U+FFFF.
  CTEXTSCAN_UNCLEAN = 4,
  /// White space (Unicode's White_Space, and U+200B) other than single spaces inside.
  CTEXTSCAN_LAYOUT = 8,
  /// U+00C2 to U+00E2, or U+0637 or U+0638: what UTF-8 looks like where it was taken for something else.
  CTEXTSCAN_LEADS = 16,
};

/// Looks at a text once; `CTEXTSCAN_…` of what is in it.
uint32_t ctextscan_scan(const uint8_t *text, size_t length);

/// Letters of a text by direction, told from the first bytes of characters: marks, digits and signs of the scripts that are
/// written from right to left are counted, too.
typedef struct {
  uint32_t right_to_left, left_to_right;
} CTextScanLetters;

CTextScanLetters ctextscan_letters(const uint8_t *text, size_t length);

/// Characters that the first bytes of UTF-8 become when they are read as windows-1256 (U+0637, U+0638) or windows-1252, and
/// all characters from U+0080.
typedef struct {
  uint32_t arabic, latin, high;
} CTextScanLeads;

CTextScanLeads ctextscan_leads(const uint8_t *text, size_t length);

/// The number of line feeds.
size_t ctextscan_line_feeds(const uint8_t *text, size_t length);

/// The offset of the first quotation mark, backslash or control character (below 20); `length` when there is none.
size_t ctextscan_string_end(const uint8_t *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
