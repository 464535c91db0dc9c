/// HTTP requests through libcurl, which is opened when the first one is made: a program that makes none neither loads its
/// two dozen libraries nor needs to have them.
#ifndef REPORT_TRANSFER_H
#define REPORT_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// How a transfer ended.
typedef enum rt_outcome {
  RT_DONE = 0,
  /// The library is missing or does not work; the message says why.
  RT_NO_LIBRARY,
  /// The address that the name stands for is not to be spoken to; the message names the kind of address.
  RT_REFUSED_ADDRESS,
  RT_UNKNOWN_HOST,
  RT_NOT_CONNECTED,
  RT_TIMED_OUT,
  /// So few bytes a second that it would never end.
  RT_TOO_SLOW,
  RT_TOO_LARGE,
  RT_HEADERS_TOO_LARGE,
  /// The connection ended before the announced length.
  RT_TRUNCATED,
  /// Compressed in a way that is not known, or damaged.
  RT_BAD_ENCODING,
  RT_TLS_CERTIFICATE,
  RT_TLS,
  RT_BAD_ADDRESS,
  RT_CANCELLED,
  RT_FAILED,
} rt_outcome;

/// A GET request. All text is UTF-8 that ends with a zero byte; what is NULL is left out.
typedef struct rt_request {
  const char *url;
  /// Lines `Name: value`, `header_count` of them.
  const char *const *headers;
  size_t header_count;
  const char *user_agent;
  /// Both for basic or digest authentication.
  const char *user, *password;
  /// The proxy; empty for none whatever the environment says.
  const char *proxy;
  /// Certificates to trust in place of the system's.
  const char *certificates;
  /// Entries `host:port:address`, for tests of names.
  const char *const *resolve;
  size_t resolve_count;
  long timeout_ms, connect_timeout_ms, slow_seconds, slow_bytes;
  int64_t body_limit, wire_limit, header_limit;
  /// Whether addresses that are not public may be spoken to.
  bool allows_special;
  /// Whether cookies of the requests before are kept.
  bool keeps_cookies;
} rt_request;

/// What came; to be given back with `rt_release`.
typedef struct rt_response {
  rt_outcome outcome;
  char message[320];
  long status;
  /// The header lines of the last response, with CRLF between them.
  char *headers;
  size_t header_size;
  uint8_t *body;
  size_t body_size;
  int64_t wire_size;
  char address[64];
  double seconds;
  long http_version;
} rt_response;

typedef struct rt_connection rt_connection;

/// Opens libcurl. NULL when all is well, else what is wrong, in static memory.
const char *rt_load(void);
/// Whether libcurl has been opened.
bool rt_is_loaded(void);
/// Its version as it says it, e.g. `libcurl/7.88.1 OpenSSL/3.0.19`; empty before it is loaded.
const char *rt_version(void);
/// A handle with its open connections, for one thread at a time. NULL when libcurl cannot be opened.
rt_connection *rt_open(void);
void rt_close(rt_connection *connection);
void rt_perform(rt_connection *connection, const rt_request *request, rt_response *response);
void rt_release(rt_response *response);

/// What kind of special address the text (IPv4 or IPv6) is, by the registries of IANA; NULL for a public one. `not an address` for
/// other text.
const char *rt_special(const char *address);

#endif
