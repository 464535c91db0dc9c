#include "CSimdjson.h"
#include "CTextScan.h"

#include <cstring>
#include <new>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

// A standard for the whole package would reach its C targets too; this is what the compiler takes by itself.
static_assert(__cplusplus >= 201703L, "simdjson is used as C++17");
static_assert(simdjson::SIMDJSON_PADDING <= 64, "callers promise 64 readable bytes");

namespace {

// Hashes a text without what cleaning may take away or change: white space, controls, no-break spaces, general
// punctuation, tatweel.
class TextHash {
public:
  void add(std::string_view text) {
    for (size_t at = 0; at < text.size(); at++) {
      unsigned char byte = static_cast<unsigned char>(text[at]);
      unsigned char second = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
      unsigned char third = at + 2 < text.size() ? static_cast<unsigned char>(text[at + 2]) : 0;
      if (byte <= 0x20 || byte == 0x7F) continue;
      if (byte == 0xC2) {
        at += 1;
      } else if (byte == 0xE2) {
        at += 2;
      } else if (byte == 0xD9 && second == 0x80) {
        at += 1;
      } else {
        // Presentation forms, noncharacters and wide spaces become something else.
        if (byte == 0xEF || (byte >= 0xF0 && (second & 0x8F) == 0x8F && third == 0xBF) ||
            // References to characters and tags in titles, too.
            byte == '&' || byte == '<' || (byte == 0xE3 && second == 0x80 && third == 0x80) || (byte == 0xE1 && second == 0x9A && third == 0x80))
          changes = true;
        hash = (hash ^ byte) * 0x100000001B3ull;
        is_empty = false;
      }
    }
  }
  uint64_t value() const { return hash ^ hash >> 29; }
  bool is_empty = true;
  // Whether something was hashed that cleaning would change.
  bool changes = false;

private:
  uint64_t hash = 0xCBF29CE484222325ull;
};

// Whether a body is read as markup or parted otherwise than a list of texts is.
inline bool may_be_markup(std::string_view text) { return text.find('<') != std::string_view::npos; }

struct Letters {
  uint32_t right_to_left = 0, left_to_right = 0;
  size_t room = 512;

  void add(std::string_view text) {
    std::string_view start = text.substr(0, room);
    CTextScanLetters letters = ctextscan_letters(reinterpret_cast<const uint8_t *>(start.data()), start.size());
    right_to_left += letters.right_to_left;
    left_to_right += letters.left_to_right;
    room -= text.size() < room ? text.size() : room;
  }
};

} // namespace

struct CSimdjsonReader {
  simdjson::dom::parser parser;
  CSimdjsonMeaning meaning;
  const void *context;
  int32_t title, body, identity, address;
  size_t depth;
  bool is_ready = false;
  CSimdjsonField fields[CSIMDJSON_FIELDS];
  // Records of one file have the same names in the same order: a name is looked for in its place first.
  std::vector<std::pair<std::string, int32_t>> names;
  // An identity that is a number.
  std::string number;

  int32_t code(std::string_view name, size_t place) {
    if (place < names.size() && names[place].first == name) return names[place].second;
    int32_t code = meaning(context, name.data(), name.size());
    if (place < 64) {
      while (names.size() <= place) names.emplace_back(std::string(), -1);
      names[place] = {std::string(name), code};
    }
    return code;
  }
};

CSimdjsonReader *csimdjson_reader_new(
    CSimdjsonMeaning meaning, const void *context, int32_t title, int32_t body,
    int32_t identity, int32_t address, size_t depth) {
  try {
    auto *reader = new CSimdjsonReader();
    reader->meaning = meaning;
    reader->context = context;
    reader->title = title;
    reader->body = body;
    reader->identity = identity;
    reader->address = address;
    reader->depth = depth;
    return reader;
  } catch (...) {
    return nullptr;
  }
}

void csimdjson_reader_free(CSimdjsonReader *reader) { delete reader; }

static int32_t read(CSimdjsonReader *reader, const char *text, size_t length, CSimdjsonRecord *record) {
  namespace dom = simdjson::dom;
  if (!reader->is_ready || reader->parser.capacity() < length) {
    size_t capacity = length + length / 2 + 8192;
    if (reader->parser.allocate(capacity, reader->depth) != simdjson::SUCCESS) return 2;
    reader->is_ready = true;
  }
  dom::element root;
  if (reader->parser.parse(text, length, false).get(root) != simdjson::SUCCESS) return 2;
  dom::object object;
  if (root.get(object) != simdjson::SUCCESS) return 1;
  std::memset(record, 0, sizeof *record);
  std::memset(reader->fields, 0, sizeof reader->fields);
  record->fields = reader->fields;

  dom::element body, identity;
  size_t place = 0;
  int32_t seen[CSIMDJSON_FIELDS];
  std::string_view keys[CSIMDJSON_FIELDS];
  std::memset(seen, 0, sizeof seen);
  for (auto member : object) {
    int32_t code = reader->code(member.key, place++);
    if (code == -2) record->is_unusual = 1;
    if (code < 0) continue;
    int32_t number = code >> 8, rank = code & 0xFF;
    if (number >= CSIMDJSON_FIELDS) continue;
    if (seen[number] && keys[number] == member.key) record->is_unusual = 1;
    seen[number] = 1;
    keys[number] = member.key;
    std::string_view string;
    bool is_string = member.value.get(string) == simdjson::SUCCESS;
    if (member.value.is_null() || (is_string && string.empty())) continue;
    CSimdjsonField &field = reader->fields[number];
    if (field.kind != CSIMDJSON_ABSENT && field.rank <= rank) continue;
    field.kind = is_string ? CSIMDJSON_STRING : CSIMDJSON_OTHER;
    field.rank = rank;
    field.text = is_string ? string.data() : nullptr;
    field.length = is_string ? string.size() : 0;
    if (number == reader->body) body = member.value;
    if (number == reader->identity) identity = member.value;
  }

  // A number without a point or an exponent is as it is written.
  CSimdjsonField &name = reader->fields[reader->identity];
  int64_t integer;
  if (name.kind == CSIMDJSON_OTHER && identity.get(integer) == simdjson::SUCCESS && integer != 0) {
    reader->number = std::to_string(integer);
    name.kind = CSIMDJSON_STRING;
    name.text = reader->number.data();
    name.length = reader->number.size();
  }

  Letters letters;
  const CSimdjsonField &title = record->fields[reader->title];
  if (title.kind == CSIMDJSON_STRING) letters.add({title.text, title.length});
  const CSimdjsonField &text_field = record->fields[reader->body];
  // Only what names no identity of its own is known by its content.
  const bool needs_hash = record->fields[reader->identity].kind == CSIMDJSON_ABSENT &&
                          record->fields[reader->address].kind == CSIMDJSON_ABSENT;
  TextHash hash;
  if (needs_hash && title.kind == CSIMDJSON_STRING) hash.add({title.text, title.length});
  const bool hashes_body = needs_hash && hash.is_empty;
  bool is_plain = title.kind != CSIMDJSON_OTHER && !(hashes_body && text_field.kind == CSIMDJSON_ABSENT);
  if (text_field.kind == CSIMDJSON_STRING) {
    letters.add({text_field.text, text_field.length});
    if (hashes_body) {
      hash.add({text_field.text, text_field.length});
      if (may_be_markup({text_field.text, text_field.length})) is_plain = false;
    }
  } else if (text_field.kind == CSIMDJSON_OTHER) {
    dom::array parts;
    if (body.get(parts) == simdjson::SUCCESS) {
      for (auto part : parts) {
        std::string_view string;
        if (part.get(string) != simdjson::SUCCESS) {
          is_plain = is_plain && !hashes_body;
          continue;
        }
        if (letters.room > 0) letters.add(string);
        if (hashes_body) hash.add(string);
        if (letters.room == 0 && !hashes_body) break;
      }
    } else if (hashes_body) {
      is_plain = false;
    }
  }
  if (needs_hash && (!is_plain || hash.changes || hash.is_empty)) record->is_unusual = 1;
  record->right_to_left = letters.right_to_left;
  record->left_to_right = letters.left_to_right;
  record->content_hash = hash.value();
  return 0;
}

int32_t csimdjson_read(CSimdjsonReader *reader, const char *text, size_t length, CSimdjsonRecord *record) {
  try {
    return read(reader, text, length, record);
  } catch (...) {
    return 2;
  }
}

uint64_t csimdjson_content_hash(CSimdjsonText title, CSimdjsonText body) {
  TextHash hash;
  if (title.length > 0) hash.add({title.text, title.length});
  if (hash.is_empty && body.length > 0) hash.add({body.text, body.length});
  return hash.value();
}

int32_t csimdjson_is_utf8(const uint8_t *text, size_t length) {
  return simdjson::validate_utf8(reinterpret_cast<const char *>(text), length);
}
