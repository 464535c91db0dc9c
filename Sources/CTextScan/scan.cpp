#include "CTextScan.h"

#include <cstring>

namespace {

// Sixteen bytes at a time, in what every x86-64 and arm64 has.
typedef uint8_t Bytes __attribute__((vector_size(16)));
constexpr size_t width = sizeof(Bytes);
// The bytes that a block looks at beyond its own.
constexpr size_t ahead = 2;

inline Bytes load(const uint8_t *from) {
  Bytes bytes;
  std::memcpy(&bytes, from, width);
  return bytes;
}

template <typename Mask> inline Bytes mask(Mask truth) { return reinterpret_cast<Bytes>(truth); }

inline bool any(Bytes bytes) {
  uint64_t halves[2];
  std::memcpy(halves, &bytes, width);
  return (halves[0] | halves[1]) != 0;
}

// Sums of bytes that are 0 or FF, counted as ones.
class Counter {
public:
  inline void add(Bytes truth) {
    lanes -= truth;
    if (++blocks == 255) flush();
  }
  uint32_t value() {
    flush();
    return total;
  }

private:
  Bytes lanes = {};
  int blocks = 0;
  uint32_t total = 0;

  void flush() {
    for (size_t lane = 0; lane < width; lane++) total += lanes[lane];
    lanes = Bytes{};
    blocks = 0;
  }
};

// Calls `body` with a pointer to each block of a text and one byte that follows; the last is filled up with a byte that means nothing.
template <typename Body> inline void for_each_block(const uint8_t *text, size_t length, Body body) {
  size_t place = 0;
  for (; place + width + 1 <= length; place += width) body(text + place);
  uint8_t rest[2 * width + 1];
  std::memset(rest, 1, sizeof rest);
  if (place < length) std::memcpy(rest, text + place, length - place);
  body(rest);
  body(rest + width);
}

struct Census {
  Bytes high = {}, unclean = {}, layout = {}, leads = {};

  // Looks at the block at `from`, whose successors are readable.
  inline void add(const uint8_t *from) {
    Bytes first = load(from), second = load(from + 1), third = load(from + 2);
    Bytes control = mask(first < 0x20);
    Bytes breaks = mask(first == 0x0A) | mask(first == 0x09);
    unclean |= (control & ~breaks) | mask(first == 0x7F);
    layout |= control | (mask(first == 0x20) & mask(second == 0x20));
    Bytes top = first & 0x80;
    if (!any(top)) return;
    high |= top;
    Bytes punctuation = mask(first == 0xE2) & mask(second == 0x80);
    Bytes latin = mask(first == 0xC2);
    unclean |= (latin & mask(second < 0xA0)) | (mask(first == 0xD9) & mask(second == 0x80)) | mask(first == 0xEF) |
               (punctuation & mask(third >= 0xA8) & mask(third <= 0xAE)) |
               (mask(first >= 0xF0) & mask((second & 0x8F) == 0x8F) & mask(third == 0xBF));
    layout |= (latin & (mask(second == 0xA0) | mask(second == 0x85))) |
              (mask(first == 0xE1) & mask(second == 0x9A) & mask(third == 0x80)) |
              (punctuation & (mask(third <= 0x8B) | mask(third == 0xA8) | mask(third == 0xA9) | mask(third == 0xAF))) |
              (mask(first == 0xE2) & mask(second == 0x81) & mask(third == 0x9F)) |
              (mask(first == 0xE3) & mask(second == 0x80) & mask(third == 0x80));
    leads |= (mask(first == 0xC3) & mask(second >= 0x82) & mask(second <= 0xA2)) |
             (mask(first == 0xD8) & (mask(second == 0xB7) | mask(second == 0xB8)));
  }
};

} // namespace

uint32_t ctextscan_scan(const uint8_t *text, size_t length) {
  Census census;
  size_t place = 0;
  for (; place + width + ahead <= length; place += width) census.add(text + place);
  // The rest, in front of bytes that mean nothing.
  uint8_t rest[2 * width + ahead];
  std::memset(rest, 'x', sizeof rest);
  if (place < length) std::memcpy(rest, text + place, length - place);
  census.add(rest);
  if (length - place > width) census.add(rest + width);

  uint32_t found = 0;
  if (any(census.high)) found |= CTEXTSCAN_HIGH;
  if (any(census.unclean)) found |= CTEXTSCAN_UNCLEAN;
  if (any(census.leads)) found |= CTEXTSCAN_LEADS;
  if (any(census.layout) || (length > 0 && (text[0] == 0x20 || text[length - 1] == 0x20))) found |= CTEXTSCAN_LAYOUT;
  return found;
}

size_t ctextscan_string_end(const uint8_t *text, size_t length) {
  size_t place = 0;
  for (; place + width <= length; place += width) {
    Bytes bytes = load(text + place);
    if (any(mask(bytes == '"') | mask(bytes == '\\') | mask(bytes < 0x20))) break;
  }
  while (place < length && text[place] != '"' && text[place] != '\\' && text[place] >= 0x20) place++;
  return place;
}

CTextScanLetters ctextscan_letters(const uint8_t *text, size_t length) {
  Counter right, left;
  for_each_block(text, length, [&](const uint8_t *from) {
    Bytes bytes = load(from), lower = bytes | 0x20;
    right.add(mask(bytes >= 0xD6) & mask(bytes <= 0xDD));
    left.add((mask(lower >= 'a') & mask(lower <= 'z')) | (mask(bytes >= 0xC3) & mask(bytes <= 0xD5)));
  });
  return {right.value(), left.value()};
}

CTextScanLeads ctextscan_leads(const uint8_t *text, size_t length) {
  Counter arabic, latin, high;
  for_each_block(text, length, [&](const uint8_t *from) {
    Bytes first = load(from), second = load(from + 1);
    high.add(mask(first >= 0xC2));
    arabic.add(mask(first == 0xD8) & (mask(second == 0xB7) | mask(second == 0xB8)));
    latin.add(mask(first == 0xC3) &
              (mask(second == 0x82) | mask(second == 0x83) | mask(second == 0x85) | mask(second == 0x98) |
               mask(second == 0x99) | mask(second == 0x9A) | mask(second == 0xA2)));
  });
  return {arabic.value(), latin.value(), high.value()};
}

size_t ctextscan_line_feeds(const uint8_t *text, size_t length) {
  Counter feeds;
  for_each_block(text, length, [&](const uint8_t *from) { feeds.add(mask(load(from) == 0x0A)); });
  return feeds.value();
}
