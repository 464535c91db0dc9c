// Addresses that are no public ones: the special-purpose registries of IANA (RFC 6890 and what was added to them).
#include "special.h"
#include "transfer.h"
#include <arpa/inet.h>
#include <string.h>

struct range4 {
  uint32_t first;
  int bits;
  const char *kind;
};

static const struct range4 ranges4[] = {
    {0x00000000, 8, "an address of “this network”"},
    {0x0A000000, 8, "a private address"},
    {0x64400000, 10, "a carrier-grade NAT address"},
    {0x7F000000, 8, "a loopback address"},
    {0xA9FE0000, 16, "a link-local address"},
    {0xAC100000, 12, "a private address"},
    {0xC0000000, 24, "an address of protocol assignments"},
    {0xC0000200, 24, "a documentation address"},
    {0xC01FC400, 24, "an AS112 address"},
    {0xC034C100, 24, "an AMT address"},
    {0xC0586300, 24, "a 6to4 relay"},
    {0xC0A80000, 16, "a private address"},
    {0xC0AF3000, 24, "an AS112 address"},
    {0xC6120000, 15, "a benchmarking address"},
    {0xC6336400, 24, "a documentation address"},
    {0xCB007100, 24, "a documentation address"},
    {0xE0000000, 4, "a multicast address"},
    {0xF0000000, 4, "a reserved address"},
};

static const char *special4(uint32_t address) {
  for (size_t i = 0; i < sizeof ranges4 / sizeof *ranges4; i++) {
    if ((address ^ ranges4[i].first) >> (32 - ranges4[i].bits) == 0) return ranges4[i].kind;
  }
  return NULL;
}

struct range6 {
  uint8_t first[16];
  int bits;
  const char *kind;
};

static const struct range6 ranges6[] = {
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "a documentation address"},
    {{0x20, 0x01}, 32, "a Teredo address"},
    {{0x20, 0x01}, 23, "an address of protocol assignments"},
    {{0x20, 0x02}, 16, "a 6to4 address"},
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48, "an AS112 address"},
    {{0x3f, 0xff}, 20, "a documentation address"},
    {{0xfc}, 7, "a private address"},
    {{0xfe, 0x80}, 10, "a link-local address"},
    {{0xfe, 0xc0}, 10, "a site-local address"},
    {{0xff}, 8, "a multicast address"},
};

static bool begins(const uint8_t *address, const uint8_t *prefix, int bits) {
  if (memcmp(address, prefix, (size_t)bits / 8) != 0) return false;
  int rest = bits % 8;
  return rest == 0 || (address[bits / 8] ^ prefix[bits / 8]) >> (8 - rest) == 0;
}

static const char *special6(const uint8_t *address) {
  static const uint8_t zero[16] = {0};
  static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};
  static const uint8_t translated[12] = {0x00, 0x64, 0xff, 0x9b};
  if (memcmp(address, zero, 15) == 0 && address[15] <= 1) {
    return address[15] ? "a loopback address" : "the unspecified address";
  }
  if (memcmp(address, mapped, 12) == 0) return "an IPv4 address in IPv6 dress";
  if (memcmp(address, zero, 12) == 0) return "an IPv4 address in IPv6 dress";
  if (memcmp(address, translated, 12) == 0) {
    // What a NAT64 gateway (RFC 6052) makes of the addresses of public hosts; of others it must not.
    uint32_t inner = (uint32_t)address[12] << 24 | (uint32_t)address[13] << 16 | (uint32_t)address[14] << 8 | address[15];
    return special4(inner) ? "a special address behind NAT64" : NULL;
  }
  for (size_t i = 0; i < sizeof ranges6 / sizeof *ranges6; i++) {
    if (begins(address, ranges6[i].first, ranges6[i].bits)) return ranges6[i].kind;
  }
  return address[0] >> 5 == 1 ? NULL : "not a global address";
}

const char *rt_special_socket(const struct sockaddr *address) {
  switch (address->sa_family) {
  case AF_INET: return special4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
  case AF_INET6: return special6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
  default: return "no internet address";
  }
}

const char *rt_special(const char *text) {
  struct in_addr four;
  struct in6_addr six;
  if (inet_pton(AF_INET, text, &four) == 1) return special4(ntohl(four.s_addr));
  if (inet_pton(AF_INET6, text, &six) == 1) return special6(six.s6_addr);
  return "not an address";
}
