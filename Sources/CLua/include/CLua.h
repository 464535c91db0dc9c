#ifndef REPORTGEN_CLUA_H
#define REPORTGEN_CLUA_H
// Placeholder of the bridge's public face; see docs/decisions/0002-lua-bridge.md.
#endif
