#ifndef REPORT_SPECIAL_H
#define REPORT_SPECIAL_H

#include <sys/socket.h>

/// What kind of special address this is; NULL for a public one.
const char *rt_special_socket(const struct sockaddr *address);

#endif
