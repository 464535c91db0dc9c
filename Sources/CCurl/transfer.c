#include "transfer.h"
#include "special.h"
#include <arpa/inet.h>
#include <curl/curl.h>
#include <dlfcn.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

// MARK: The library

static struct {
  CURLcode (*global_init)(long);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  void (*easy_reset)(CURL *);
  CURLcode (*easy_perform)(CURL *);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  const char *(*easy_strerror)(CURLcode);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
  char *(*version)(void);
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static char trouble[512];
static bool loaded;
static char version_text[256];

static void load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    snprintf(trouble, sizeof trouble, "fetching needs libcurl, which cannot be opened (%s); on Debian: apt-get install libcurl4",
             dlerror());
    return;
  }
  struct {
    void *place;
    const char *name;
  } symbols[] = {
      {&curl.global_init, "curl_global_init"},   {&curl.easy_init, "curl_easy_init"},
      {&curl.easy_cleanup, "curl_easy_cleanup"}, {&curl.easy_reset, "curl_easy_reset"},
      {&curl.easy_perform, "curl_easy_perform"}, {&curl.easy_setopt, "curl_easy_setopt"},
      {&curl.easy_getinfo, "curl_easy_getinfo"}, {&curl.easy_strerror, "curl_easy_strerror"},
      {&curl.slist_append, "curl_slist_append"}, {&curl.slist_free_all, "curl_slist_free_all"},
      {&curl.version, "curl_version"},
  };
  for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
    void *symbol = dlsym(library, symbols[i].name);
    if (symbol == NULL) {
      snprintf(trouble, sizeof trouble, "the libcurl of this machine lacks %s", symbols[i].name);
      return;
    }
    memcpy(symbols[i].place, &symbol, sizeof symbol);
  }
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
    snprintf(trouble, sizeof trouble, "libcurl cannot be started");
    return;
  }
  snprintf(version_text, sizeof version_text, "%s", curl.version());
  loaded = true;
}

const char *rt_load(void) {
  pthread_once(&once, load);
  return loaded ? NULL : trouble;
}

bool rt_is_loaded(void) { return loaded; }

const char *rt_version(void) { return version_text; }

// MARK: One transfer

struct rt_connection {
  CURL *easy;
  char error[CURL_ERROR_SIZE];
  const rt_request *request;
  rt_response *response;
  size_t body_room, header_room, header_total;
  const char *refusal;
  rt_outcome limit;
};

rt_connection *rt_open(void) {
  if (rt_load() != NULL) return NULL;
  rt_connection *connection = calloc(1, sizeof *connection);
  if (connection == NULL) return NULL;
  connection->easy = curl.easy_init();
  if (connection->easy == NULL) {
    free(connection);
    return NULL;
  }
  return connection;
}

void rt_close(rt_connection *connection) {
  if (connection == NULL) return;
  curl.easy_cleanup(connection->easy);
  free(connection);
}

static bool grow(void **memory, size_t *room, size_t wanted) {
  if (wanted <= *room) return true;
  size_t size = *room < 4096 ? 4096 : *room;
  while (size < wanted) size *= 2;
  void *larger = realloc(*memory, size);
  if (larger == NULL) return false;
  *memory = larger;
  *room = size;
  return true;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  rt_connection *connection = context;
  rt_response *response = connection->response;
  size_t length = size * count;
  if (response->body_size + length > (size_t)connection->request->body_limit) {
    connection->limit = RT_TOO_LARGE;
    return 0;
  }
  if (!grow((void **)&response->body, &connection->body_room, response->body_size + length)) return 0;
  memcpy(response->body + response->body_size, bytes, length);
  response->body_size += length;
  return length;
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
  rt_connection *connection = context;
  rt_response *response = connection->response;
  size_t length = size * count;
  connection->header_total += length;
  if (connection->header_total > (size_t)connection->request->header_limit) {
    connection->limit = RT_HEADERS_TOO_LARGE;
    return 0;
  }
  // An interim response or the answer of a proxy came before this one.
  if (length >= 5 && memcmp(bytes, "HTTP/", 5) == 0) response->header_size = 0;
  if (!grow((void **)&response->headers, &connection->header_room, response->header_size + length)) return 0;
  memcpy(response->headers + response->header_size, bytes, length);
  response->header_size += length;
  return length;
}

static int watch(void *context, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now) {
  (void)total, (void)up_total, (void)up_now;
  rt_connection *connection = context;
  if (now > connection->request->wire_limit) {
    connection->limit = RT_TOO_LARGE;
    return 1;
  }
  return 0;
}

// Before anything is connected: the address itself is looked at, whatever name or redirect led to it.
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
  (void)purpose;
  rt_connection *connection = context;
  if (!connection->request->allows_special) {
    const char *kind = rt_special_socket(&address->addr);
    if (kind != NULL) {
      connection->refusal = kind;
      return CURL_SOCKET_BAD;
    }
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// And once more on the connection before the request goes out, kept connections included.
static int before_request(void *context, char *remote, char *local, int remote_port, int local_port) {
  (void)local, (void)remote_port, (void)local_port;
  rt_connection *connection = context;
  snprintf(connection->response->address, sizeof connection->response->address, "%s", remote);
  if (!connection->request->allows_special) {
    const char *kind = rt_special(remote);
    if (kind != NULL) {
      connection->refusal = kind;
      return CURL_PREREQFUNC_ABORT;
    }
  }
  return CURL_PREREQFUNC_OK;
}

static rt_outcome outcome(rt_connection *connection, CURLcode code) {
  if (connection->limit != RT_DONE) return connection->limit;
  if (code == CURLE_OK) return RT_DONE;
  if (connection->refusal != NULL) return RT_REFUSED_ADDRESS;
  switch (code) {
  case CURLE_UNSUPPORTED_PROTOCOL:
  case CURLE_URL_MALFORMAT: return RT_BAD_ADDRESS;
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY: return RT_UNKNOWN_HOST;
  case CURLE_COULDNT_CONNECT: return RT_NOT_CONNECTED;
  case CURLE_OPERATION_TIMEDOUT: return strstr(connection->error, "too slow") ? RT_TOO_SLOW : RT_TIMED_OUT;
  case CURLE_FILESIZE_EXCEEDED: return RT_TOO_LARGE;
  case CURLE_PARTIAL_FILE: return RT_TRUNCATED;
  case CURLE_BAD_CONTENT_ENCODING: return RT_BAD_ENCODING;
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS: return RT_TLS_CERTIFICATE;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CIPHER:
  case CURLE_SSL_ENGINE_INITFAILED:
  case CURLE_SSL_CACERT_BADFILE: return RT_TLS;
  default: return RT_FAILED;
  }
}

void rt_perform(rt_connection *connection, const rt_request *request, rt_response *response) {
  memset(response, 0, sizeof *response);
  CURL *easy = connection->easy;
  curl.easy_reset(easy);
  *connection = (rt_connection){.easy = easy, .request = request, .response = response};
#define SET(option, value) curl.easy_setopt(easy, (option), (value))
  if (!request->keeps_cookies) SET(CURLOPT_COOKIELIST, "ALL");
  SET(CURLOPT_COOKIEFILE, "");
  SET(CURLOPT_URL, request->url);
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_ACCEPT_ENCODING, "");
  SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
  SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  SET(CURLOPT_SSL_VERIFYPEER, 1L);
  SET(CURLOPT_SSL_VERIFYHOST, 2L);
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(CURLOPT_MAXCONNECTS, 8L);
  SET(CURLOPT_ERRORBUFFER, connection->error);
  SET(CURLOPT_TIMEOUT_MS, request->timeout_ms);
  SET(CURLOPT_CONNECTTIMEOUT_MS, request->connect_timeout_ms);
  SET(CURLOPT_LOW_SPEED_TIME, request->slow_seconds);
  SET(CURLOPT_LOW_SPEED_LIMIT, request->slow_bytes);
  SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)request->wire_limit);
  SET(CURLOPT_WRITEFUNCTION, take_body);
  SET(CURLOPT_WRITEDATA, connection);
  SET(CURLOPT_HEADERFUNCTION, take_header);
  SET(CURLOPT_HEADERDATA, connection);
  SET(CURLOPT_NOPROGRESS, 0L);
  SET(CURLOPT_XFERINFOFUNCTION, watch);
  SET(CURLOPT_XFERINFODATA, connection);
  SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  SET(CURLOPT_OPENSOCKETDATA, connection);
  SET(CURLOPT_PREREQFUNCTION, before_request);
  SET(CURLOPT_PREREQDATA, connection);
  SET(CURLOPT_PROXY, request->proxy ? request->proxy : "");
  if (request->user_agent) SET(CURLOPT_USERAGENT, request->user_agent);
  if (request->certificates) SET(CURLOPT_CAINFO, request->certificates);
  if (request->user) {
    SET(CURLOPT_USERNAME, request->user);
    SET(CURLOPT_PASSWORD, request->password ? request->password : "");
    // Digest has to be asked for; basic without being asked would hand the password to anybody who answers in clear text.
    SET(CURLOPT_HTTPAUTH, strncasecmp(request->url, "https:", 6) == 0 ? (long)CURLAUTH_BASIC
                                                                       : (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST));
  }
  struct curl_slist *headers = NULL, *resolve = NULL;
  for (size_t i = 0; i < request->header_count; i++) {
    struct curl_slist *longer = curl.slist_append(headers, request->headers[i]);
    if (longer != NULL) headers = longer;
  }
  for (size_t i = 0; i < request->resolve_count; i++) {
    struct curl_slist *longer = curl.slist_append(resolve, request->resolve[i]);
    if (longer != NULL) resolve = longer;
  }
  SET(CURLOPT_HTTPHEADER, headers);
  if (resolve) SET(CURLOPT_RESOLVE, resolve);
#undef SET
  CURLcode code = curl.easy_perform(easy);
  response->outcome = outcome(connection, code);
  if (response->outcome == RT_REFUSED_ADDRESS) {
    snprintf(response->message, sizeof response->message, "%s", connection->refusal);
  } else if (code != CURLE_OK) {
    snprintf(response->message, sizeof response->message, "%s",
             connection->error[0] ? connection->error : curl.easy_strerror(code));
  }
  curl_off_t wire = 0, duration = 0;
  curl.easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &response->status);
  curl.easy_getinfo(easy, CURLINFO_SIZE_DOWNLOAD_T, &wire);
  curl.easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &duration);
  curl.easy_getinfo(easy, CURLINFO_HTTP_VERSION, &response->http_version);
  response->wire_size = wire;
  response->seconds = (double)duration / 1e6;
  curl.slist_free_all(headers);
  curl.slist_free_all(resolve);
}

void rt_release(rt_response *response) {
  free(response->headers);
  free(response->body);
  response->headers = NULL;
  response->body = NULL;
}
