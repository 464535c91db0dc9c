// Uses every function of reportengine.h as a C program would. Run in the root folder of the project.
#include <pthread.h>
#include <reportengine.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int passed, failed;

static void expect(bool holds, const char *what) {
  if (holds) {
    passed++;
  } else {
    failed++;
    fprintf(stderr, "failed: %s\n", what);
  }
}

static bool has(const char *text, const char *part) { return text != NULL && strstr(text, part) != NULL; }

static const char *const titles =
    "return { api = 1, title = 'Titles', params = { most = { type = 'integer', default = 5, max = 9 } },\n"
    "build = function(ctx)\n"
    "  if ctx.articles:is_empty() then return ctx:skip('nothing came in') end\n"
    "  local doc = ctx:document { lang = 'en' }\n"
    "  for article in ctx.articles:take(ctx.params.most):each() do doc:paragraph(article.title) end\n"
    "  return doc\n"
    "end }\n";

static void *cancel_soon(void *cancellation) {
  usleep(20000);
  reportengine_cancel(cancellation);
  return NULL;
}

int main(void) {
  expect(has(reportengine_version(), "."), "the version has parts");

  reportengine_limits limits = {.time = 20};
  reportengine *engine = reportengine_new(&limits);
  reportengine_articles *articles = reportengine_articles_new();
  reportengine_error *error = NULL;
  const reportengine_input when = {.now = "2025-03-14T07:00:00Z", .timezone = "Africa/Cairo"};

  // Articles
  reportengine_report *report = reportengine_compile(engine, titles, "titles.lua", &error);
  expect(report != NULL && error == NULL, "a sound script compiles");
  expect(has(reportengine_report_title(report), "Titles"), "the report has its title");
  reportengine_output *output = reportengine_render(report, articles, &when, "text", NULL, &error);
  expect(output != NULL && has(reportengine_output_skipped(output), "nothing came in"), "a skipped report says why");
  expect(reportengine_output_count(output) == 0, "a skipped report has no bytes");
  reportengine_output_free(output);

  const char record[] = "{\"title\": \"<b>Ferry & quay</b>\", \"text\": \"The ferry came.\", \"date\": \"2025-03-13\"}\n";
  expect(reportengine_load_bytes(articles, record, strlen(record), "memory.jsonl") == 1, "an article is read from memory");
  expect(reportengine_load_path(articles, "samples/news") > 10, "the samples are read");
  size_t before = reportengine_problem_count(articles);
  expect(reportengine_load_path(articles, "no/such/file") == 0, "a missing file has no articles");
  expect(reportengine_problem_count(articles) == before + 1, "a missing file is a problem");
  expect(has(reportengine_problem(articles, before), "no/such/file"), "the problem names the file");
  expect(reportengine_problem(articles, before + 1) == NULL, "there is no further problem");
  output = reportengine_article_json(articles, 0);
  expect(has(reportengine_output_bytes(output), "\"paragraphs\":[\"The ferry came.\"]"), "an article is shown as JSON");
  reportengine_output_free(output);
  expect(reportengine_article_json(articles, reportengine_articles_count(articles)) == NULL, "positions are checked");

  // Rendering
  const char *few[] = {"most=1"};
  reportengine_input one = when;
  one.parameters = few;
  one.parameter_count = 1;
  reportengine_style style = {.theme = "memo", .width = 60};
  output = reportengine_render(report, articles, &one, "html", &style, &error);
  expect(output != NULL && has(reportengine_output_bytes(output), "Ferry &amp; quay"), "HTML is made, and escaped");
  expect(reportengine_output_count(output) == strlen(reportengine_output_bytes(output)), "the bytes are counted");
  expect(reportengine_output_skipped(output) == NULL, "nothing was skipped");
  reportengine_output_free(output);
  reportengine_report *shipped = reportengine_open(engine, "daily-briefing", &error);
  output = reportengine_render(shipped, articles, &when, "text", NULL, &error);
  expect(output != NULL && reportengine_output_count(output) > 1000, "a shipped report runs");
  reportengine_output_free(output);
  reportengine_report_free(shipped);

  // Errors
  expect(reportengine_compile(engine, "return {\n  api = 1,\n  title =\n}", "bad.lua", &error) == NULL, "bad syntax fails");
  expect(reportengine_error_code(error) == REPORTENGINE_SCRIPT, "bad syntax is an error of the script");
  expect(has(reportengine_error_file(error), "bad.lua") && reportengine_error_line(error) == 4, "it has its place");
  expect(has(reportengine_error_message(error), "bad.lua:4"), "the message has the place too");
  reportengine_error_free(error);
  error = NULL;
  expect(reportengine_open(engine, "daily-brifing", &error) == NULL, "a misspelt report is not there");
  expect(reportengine_error_code(error) == REPORTENGINE_MISSING, "it is missing");
  expect(has(reportengine_error_message(error), "daily-briefing"), "the error says which was meant");
  reportengine_error_free(error);
  error = NULL;
  const char *many[] = {"most=10"};
  one.parameters = many;
  expect(reportengine_render(report, articles, &one, "html", NULL, &error) == NULL, "parameters are checked");
  expect(reportengine_error_code(error) == REPORTENGINE_PARAMETERS, "their error has its code");
  reportengine_error_free(error);
  error = NULL;
  expect(reportengine_render(report, articles, &when, "docx", NULL, &error) == NULL, "unknown formats are refused");
  expect(reportengine_error_code(error) == REPORTENGINE_ARGUMENT, "a format is an argument");
  reportengine_error_free(error);
  error = NULL;
  reportengine_input timeless = {.timezone = "UTC"};
  expect(reportengine_render(report, articles, &timeless, "html", NULL, NULL) == NULL, "an error may go unread");

  // Limits and cancelling
  const char *endless = "return { api = 1, title = 'Endless', build = function()\nwhile true do end\nend }";
  limits.time = 0.05;
  reportengine *hasty = reportengine_new(&limits);
  reportengine_report *loop = reportengine_compile(hasty, endless, "endless.lua", &error);
  expect(reportengine_render(loop, articles, &when, "text", NULL, &error) == NULL, "an endless script ends");
  expect(reportengine_error_code(error) == REPORTENGINE_LIMIT, "it ends by its limit");
  expect(has(reportengine_error_file(error), "endless.lua") && reportengine_error_line(error) == 2, "at its line");
  reportengine_error_free(error);
  error = NULL;
  reportengine_report_free(loop);
  reportengine_free(hasty);

  loop = reportengine_compile(engine, endless, "endless.lua", &error);
  reportengine_cancellation *cancellation = reportengine_cancellation_new();
  reportengine_input cancelled = when;
  cancelled.cancellation = cancellation;
  pthread_t thread;
  pthread_create(&thread, NULL, cancel_soon, cancellation);
  expect(reportengine_render(loop, articles, &cancelled, "text", NULL, &error) == NULL, "a cancelled run ends");
  expect(reportengine_error_code(error) == REPORTENGINE_CANCELLED, "and says so");
  pthread_join(thread, NULL);
  reportengine_error_free(error);
  reportengine_cancellation_free(cancellation);
  reportengine_report_free(loop);

  reportengine_report_free(report);
  reportengine_articles_free(articles);
  reportengine_free(engine);
  reportengine_free(NULL);
  reportengine_error_free(NULL);
  printf("%d passed, %d failed\n", passed, failed);
  return failed != 0;
}
