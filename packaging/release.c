// Linked into releases beside what the package holds; packaging/build-info compiles it.
#include <stdint.h>
#include <stdio.h>

// What `--version` says in brackets.
const char reportgen_build[] = REPORTGEN_BUILD;

// Foundation brings ICU's tables of all the world's languages, 34 MB, and nothing here asks for them: our own tables of names,
// calendars and characters are compiled in. This is the file of tables with nothing in it, as ICU's own stubdata.cpp is; with
// --wrap=icudt76_dat the linker takes it in place of ICU's.
typedef struct {
  struct {
    uint16_t header_size;
    uint8_t magic[2];
    struct {
      uint16_t size, reserved_word;
      uint8_t is_big_endian, charset_family, size_of_char, reserved_byte;
      uint8_t format[4], format_version[4], data_version[4];
    } info;
    uint8_t padding[8];
  } header;
  uint32_t count, reserved;
} tables;

const tables __wrap_icudt76_dat __attribute__((aligned(16))) = {
    {32, {0xda, 0x27}, {20, 0, 0, 0, 2, 0, {'C', 'm', 'n', 'D'}, {1, 0, 0, 0}, {0, 0, 0, 0}}, {0}}, 0, 0};

#ifdef REPORTGEN_PORTABLE
// The C++ library of the machine that builds asks this of glibc 2.32 and newer: whether there is one thread only. There may be
// several.
char __libc_single_threaded;

// Debian's archive of Lua is for programs: in a library it cannot reach the C library's streams, so it finds them here.
// Nothing that a script sees uses them.
__attribute__((visibility("hidden"))) FILE *reportgen_stdin, *reportgen_stdout, *reportgen_stderr;

__attribute__((constructor)) static void find_streams(void) {
  reportgen_stdin = stdin;
  reportgen_stdout = stdout;
  reportgen_stderr = stderr;
}
#endif
