// A cited summary of three files: Digest FILE FILE FILE
import ReportAnalysis
import ReportLoading

let articles = ArticleLoader().load(paths: Array(CommandLine.arguments.dropFirst())).articles
for sentence in ExtractiveSummarizer().summarize(articles, budget: .sentences(3)).sentences {
  print("\(sentence.text) [\(sentence.citation.article) \(sentence.citation.start)–\(sentence.citation.end)]")
}
