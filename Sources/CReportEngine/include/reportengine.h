// reportengine: news articles and Lua report scripts in, reports out. The C interface of the ReportEngine library.
//
//     reportengine *engine = reportengine_new(NULL);
//     reportengine_articles *articles = reportengine_articles_new();
//     reportengine_error *error = NULL;
//     reportengine_load_path(articles, "news/");
//     reportengine_report *report = reportengine_open(engine, "daily-briefing", &error);
//     reportengine_input input = {.now = "2025-03-14T07:00:00Z", .timezone = "Africa/Cairo"};
//     reportengine_output *html = reportengine_render(report, articles, &input, "html", NULL, &error);
//
// Text is UTF-8, ended by a zero. A function that can fail takes `error`, which may be NULL: on failure it returns NULL (or
// false) and puts a new error there. Everything that a function of this header returned as a pointer that is not const is
// the caller's, to be freed by the function of its type; freeing NULL does nothing. Strings that are const live as long as
// the object they came from. Nothing here prints or exits. A pointer to an object that was freed, or is of another type,
// counts as NULL, until its address belongs to a new object.
//
// Threads: an engine, a report and articles that no longer change may be used by many threads at once. A cancellation may
// be used from any thread. Errors and outputs belong to one thread at a time.
//
// Stack: a thread that calls needs 256 KiB. Scripts run on it where it has 2 MiB left, else on a thread of 8 MiB that is made
// for the call, which waits for it.
#ifndef REPORTENGINE_H
#define REPORTENGINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The version of this interface. The functions and structures of one version stay as they are; new ones may be added.
#define REPORTENGINE_INTERFACE 1

typedef struct reportengine reportengine;
typedef struct reportengine_articles reportengine_articles;
typedef struct reportengine_report reportengine_report;
typedef struct reportengine_output reportengine_output;
typedef struct reportengine_cancellation reportengine_cancellation;
typedef struct reportengine_error reportengine_error;

// What an error is about.
typedef enum reportengine_code {
  REPORTENGINE_MISSING = 1,     // there is no such script
  REPORTENGINE_UNREADABLE,      // the script cannot be read
  REPORTENGINE_SCRIPT,          // the script has mistakes, or raised an error
  REPORTENGINE_LIMIT,           // a limit stopped the script
  REPORTENGINE_PARAMETERS,      // the parameters do not fit
  REPORTENGINE_CANCELLED,       // the run was cancelled
  REPORTENGINE_ARGUMENT         // an argument of the call is wrong: a NULL, a moment, a time zone, a format, a theme
} reportengine_code;

// What a script may use. 0 stands for the default, a negative number for no limit.
typedef struct reportengine_limits {
  double time;                  // seconds, default 30
  int64_t memory;               // bytes that Lua may hold, default 256 MiB
  int64_t output;               // bytes that a script may print or log, default 64 MiB
} reportengine_limits;

// What a report is made from. Members that are NULL or 0 have the default.
typedef struct reportengine_input {
  const char *now;              // the moment of the report, RFC 3339; required: no clock is asked
  const char *timezone;         // IANA name or offset, default UTC
  const char *last_run;         // when the report was last made, RFC 3339; NULL: never
  const char *const *parameters;  // "name=value", `parameter_count` of them
  size_t parameter_count;
  const reportengine_cancellation *cancellation;  // ends the run when it is cancelled
} reportengine_input;

// How a report is rendered. Members that are NULL or 0 have the default.
typedef struct reportengine_style {
  const char *theme;            // a built-in theme or a folder, default newspaper
  int32_t width;                // columns of plain text, default 80
} reportengine_style;

// The version of the library, e.g. "1.2.0".
const char *reportengine_version(void);

// An engine; `limits` may be NULL. Never fails.
reportengine *reportengine_new(const reportengine_limits *limits);
void reportengine_free(reportengine *engine);

// A collection of articles, empty at first.
reportengine_articles *reportengine_articles_new(void);
// Adds what a path names: a file, a directory, a pattern, a list (@file). Returns the number of articles added; what could
// not be read is a problem of the collection.
size_t reportengine_load_path(reportengine_articles *articles, const char *path);
// Adds the articles in `count` bytes; `name` stands in messages for a path.
size_t reportengine_load_bytes(
    reportengine_articles *articles, const void *bytes, size_t count, const char *name);
size_t reportengine_articles_count(const reportengine_articles *articles);
// An article as `reportgen inspect` prints it, one JSON object; NULL when there is none at this position.
reportengine_output *reportengine_article_json(const reportengine_articles *articles, size_t position);
size_t reportengine_problem_count(const reportengine_articles *articles);
// `path:line: field: message`; NULL when there is none at this position.
const char *reportengine_problem(const reportengine_articles *articles, size_t position);
void reportengine_articles_free(reportengine_articles *articles);

// The report at a path, or the shipped report of that name.
reportengine_report *reportengine_open(const reportengine *engine, const char *path, reportengine_error **error);
// A report from its source text; `name` stands in messages for a path.
reportengine_report *reportengine_compile(
    const reportengine *engine, const char *source, const char *name, reportengine_error **error);
const char *reportengine_report_title(const reportengine_report *report);
void reportengine_report_free(reportengine_report *report);

// Runs a report and renders what it makes: html, text, markdown, json, … `style` may be NULL. Blocks until it is done.
reportengine_output *reportengine_render(
    const reportengine_report *report, const reportengine_articles *articles, const reportengine_input *input,
    const char *format, const reportengine_style *style, reportengine_error **error);
// The rendered bytes, with a zero behind them that does not count; empty when the report was skipped.
const char *reportengine_output_bytes(const reportengine_output *output);
size_t reportengine_output_count(const reportengine_output *output);
// Why the script made no report; NULL when it made one.
const char *reportengine_output_skipped(const reportengine_output *output);
void reportengine_output_free(reportengine_output *output);

// A report that was made, to be rendered as often as wanted (since 0.2).
typedef struct reportengine_document reportengine_document;

// How a run gets on.
typedef enum reportengine_step {
  REPORTENGINE_STARTED = 1,     // the script begins
  REPORTENGINE_ARTICLES,        // `articles` have been looked at; told every 256
  REPORTENGINE_LOG              // the script said `message`
} reportengine_step;

// Hears how a run gets on, in the middle of it; `message` lives until it returns. It may be called on another thread than the
// one that waits for the run, never on two at once.
typedef void (*reportengine_progress)(void *context, reportengine_step step, int64_t articles, const char *message);

// Runs a report; `progress` may be NULL. Blocks until it is done.
reportengine_document *reportengine_run(
    const reportengine_report *report, const reportengine_articles *articles, const reportengine_input *input,
    reportengine_progress progress, void *context, reportengine_error **error);
// Why the script made no report; NULL when it made one.
const char *reportengine_document_skipped(const reportengine_document *document);
// What was made as html, text, markdown, json, …; empty when the report was skipped. `style` may be NULL.
reportengine_output *reportengine_document_render(
    const reportengine_document *document, const char *format, const reportengine_style *style,
    reportengine_error **error);
void reportengine_document_free(reportengine_document *document);

// What a report says about itself, as `reportgen params --format json` prints it (since 0.2).
reportengine_output *reportengine_report_json(const reportengine_report *report);

// The dates in a text as a JSON array of what `reportgen dates` has in “found” (since 0.2). `language` is a BCP 47 tag, NULL
// for one that is not known; `day` is what relative expressions are resolved against, YYYY-MM-DD, NULL leaves them open.
reportengine_output *reportengine_dates_in_text(
    const char *text, const char *language, const char *day, reportengine_error **error);
// The dates in an article as an array of the same with “paragraph”, null for the title; NULL when there is none there.
reportengine_output *reportengine_dates_in_article(const reportengine_articles *articles, size_t position);
// One summary of all articles, JSON Lines as `reportgen summarize --multi --format json` prints (since 0.2). `unit` is
// sentences, words or characters, of which it has at most `most`.
reportengine_output *reportengine_summarize(
    const reportengine_articles *articles, const char *unit, int64_t most, reportengine_error **error);
// Which articles tell the same story, JSON Lines as `reportgen stories` prints (since 0.2).
reportengine_output *reportengine_stories(const reportengine_articles *articles, reportengine_error **error);

// A wish to end runs. A running script ends within about 10 ms of it.
reportengine_cancellation *reportengine_cancellation_new(void);
void reportengine_cancel(reportengine_cancellation *cancellation);
void reportengine_cancellation_free(reportengine_cancellation *cancellation);

reportengine_code reportengine_error_code(const reportengine_error *error);
// The whole report for people: position, message, source line, advice; one or more lines.
const char *reportengine_error_message(const reportengine_error *error);
// The script's file and line at fault; NULL and 0 when none is.
const char *reportengine_error_file(const reportengine_error *error);
int32_t reportengine_error_line(const reportengine_error *error);
void reportengine_error_free(reportengine_error *error);

#ifdef __cplusplus
}
#endif

#endif
