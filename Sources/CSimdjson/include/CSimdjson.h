// Reads single JSON records with simdjson and tells where their fields are, and looks at text many bytes at a time. C in
// front, C++17 behind.
#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What kind of value a field has.
enum {
  CSIMDJSON_ABSENT = 0,
  /// A string that is not empty: `text` and `length` are its bytes, escapes resolved.
  CSIMDJSON_STRING = 1,
  /// Anything else but null and the empty string.
  CSIMDJSON_OTHER = 2,
};

/// Numbers of fields that a record may fill.
enum { CSIMDJSON_FIELDS = 24 };

/// The value of a field. `text` is valid until the next record is read.
typedef struct {
  const char *text;
  size_t length;
  int32_t kind;
  int32_t rank;
} CSimdjsonField;

/// What a record holds; valid until the next one is read.
typedef struct {
  /// `CSIMDJSON_FIELDS` of them.
  const CSimdjsonField *fields;
  /// Letters at the start of the text that are written from right to left, and from left to right.
  uint32_t right_to_left, left_to_right;
  /// As `csimdjson_content_hash`, of a record that has neither an identity nor an address; else of no meaning.
  uint64_t content_hash;
  /// Only a full reading tells what the record is: a name with a meaning of its own (code -2) occurs, or one name twice, or
  /// the content that is to be hashed is not plain text.
  int32_t is_unusual;
} CSimdjsonRecord;

/// Says what a name means: field number << 8 | rank (0 is best), -1 for nothing, -2 for a name that makes the record
/// unusual. Called once for each name that was not seen in the last records.
typedef int32_t (*CSimdjsonMeaning)(const void *context, const char *name, size_t length);

typedef struct CSimdjsonReader CSimdjsonReader;

/// Makes a reader; NULL when there is no memory. `title` and `body` are the fields that the hash and the letters are
/// taken from; a record that has an `identity` or an `address` is not hashed. Arrays and objects nested deeper than `depth` are refused.
CSimdjsonReader *csimdjson_reader_new(
    CSimdjsonMeaning meaning, const void *context, int32_t title, int32_t body, int32_t identity,
    int32_t address, size_t depth);

void csimdjson_reader_free(CSimdjsonReader *reader);

/// Reads one record, the whole of which must be valid (RFC 8259, UTF-8). `text[length ..< length + 64]` must be
/// readable. 0 on success, 1 when it is not an object, 2 when it is not valid.
int32_t csimdjson_read(CSimdjsonReader *reader, const char *text, size_t length, CSimdjsonRecord *record);

/// A piece of text.
typedef struct {
  const char *text;
  size_t length;
} CSimdjsonText;

/// A hash by which articles of one content are found: of the title or, where nothing in it counts, of the body. White space,
/// controls, punctuation beyond ASCII and tatweel do not count.
uint64_t csimdjson_content_hash(CSimdjsonText title, CSimdjsonText body);

/// What `csimdjson_scan` finds.
enum {
  /// Bytes from 80.
  CSIMDJSON_HIGH = 1,
  /// Bytes that are not well-formed UTF-8.
  CSIMDJSON_INVALID = 2,
  /// Characters that cleaning may take out or change: controls but tab and line feed, tatweel, line separators and
  /// directional overrides, and all from U+F000 to U+FFFF.
  CSIMDJSON_UNCLEAN = 4,
  /// White space (Unicode's White_Space, and U+200B) other than single spaces inside.
  CSIMDJSON_LAYOUT = 8,
  /// U+00C2 to U+00E2, or U+0637 or U+0638: what UTF-8 looks like where it was taken for something else.
  CSIMDJSON_LEADS = 16,
};

/// Looks at a text once; `CSIMDJSON_…` of what is in it. A text that `is_well_formed` is not checked for that.
uint32_t csimdjson_scan(const uint8_t *text, size_t length, int32_t is_well_formed);

/// Letters of a text by direction, told from the first bytes of characters: marks, digits and signs of the scripts that are
/// written from right to left are counted, too.
typedef struct {
  uint32_t right_to_left, left_to_right;
} CSimdjsonLetters;

CSimdjsonLetters csimdjson_letters(const uint8_t *text, size_t length);

/// Characters that the first bytes of UTF-8 become when they are read as windows-1256 (U+0637, U+0638) or windows-1252, and
/// all characters from U+0080.
typedef struct {
  uint32_t arabic, latin, high;
} CSimdjsonLeads;

CSimdjsonLeads csimdjson_leads(const uint8_t *text, size_t length);

/// The number of line feeds.
size_t csimdjson_line_feeds(const uint8_t *text, size_t length);

/// The offset of the first quotation mark, backslash or control character (below 20); `length` when there is none.
size_t csimdjson_string_end(const uint8_t *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
