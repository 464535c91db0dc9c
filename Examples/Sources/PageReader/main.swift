// Pages and feeds to JSON Lines, with nothing but the loading module: PageReader FILE…
import ReportLoading

let result = ArticleLoader().load(paths: Array(CommandLine.arguments.dropFirst()))
for article in result.articles { print(ArticleJSON.line(article)) }
for problem in result.problems { print("# \(problem.path): \(problem.message)") }
