// Reads single JSON records with simdjson and says where their fields are. C in front, C++17 behind.
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

/// Whether a text is well-formed UTF-8.
int32_t csimdjson_is_utf8(const uint8_t *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
