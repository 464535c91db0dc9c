import ReportArticles

/// Articles as JSON Lines: one object a line, keys always present and always in the same order.
///
/// ```swift
/// let article = Article(id: "dam", origin: Article.Origin(path: "dam.txt", format: "text"), title: "Dam opens")
/// ArticleJSON.line(article).hasPrefix(#"{"id":"dam","origin":{"path":"dam.txt""#)  // → true
/// ArticleJSON.lines([article, article]).split(separator: "\n").count  // → 2
/// ```
public enum ArticleJSON {
  /// The article as one line of strict JSON, without the line break.
  public static func line(_ article: Article) -> String {
    var writer = JSONWriter()
    write(article, to: &writer)
    return writer.text
  }

  /// The articles as JSON Lines, each line ended by a line break.
  public static func lines(_ articles: [Article]) -> String { String(decoding: bytes(articles), as: UTF8.self) }

  /// The same as UTF-8.
  public static func bytes(_ articles: some Collection<Article>) -> [UInt8] {
    var writer = JSONWriter()
    for article in articles {
      write(article, to: &writer)
      writer.endLine()
    }
    return writer.bytes
  }

  static func write(_ article: Article, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("id")
      writer.string(article.id)
      writer.key("origin")
      writer.object { writer in
        writer.key("path")
        writer.string(article.origin.path)
        writer.key("index")
        writer.number(article.origin.index)
        writer.key("format")
        writer.string(article.origin.format)
        writer.key("line")
        writer.number(article.origin.line)
        writer.key("encoding")
        writer.string(article.origin.encoding)
        // Few articles have one; the others stay as programs know them.
        if let loader = article.origin.loader {
          writer.key("loader")
          writer.object { writer in
            writer.key("script")
            writer.string(loader.script)
            writer.key("fields")
            writer.strings(loader.fields)
          }
        }
      }
      writer.key("identity")
      writer.string(article.identity)
      writeDescription(of: article, to: &writer)
      for (name, date) in [
        ("published", article.published), ("updated", article.updated), ("retrieved", article.retrieved),
      ] {
        writer.key(name)
        write(date, to: &writer)
      }
      writer.key("dateBounds")
      write(article.dateBounds, to: &writer)
      writer.key("captions")
      writer.strings(article.captions)
      writer.key("paragraphs")
      writer.strings(article.paragraphs)
      writer.key("keywords")
      writer.strings(article.keywords)
      writeImagesAndWarnings(of: article, to: &writer)
      // As with loaders, few articles have any.
      if let rights = article.rights, !rights.isEmpty {
        writer.key("rights")
        write(rights, to: &writer)
      }
    }
  }

  private static func writeDescription(of article: Article, to writer: inout JSONWriter) {
    for (name, value) in [
      ("url", article.url), ("title", article.title), ("subtitle", article.subtitle), ("section", article.section),
      ("publisher", article.publisher),
    ] {
      writer.key(name)
      writer.string(value)
    }
    writer.key("authors")
    writer.strings(article.authors)
    writer.key("editors")
    writer.array { writer in
      for editor in article.editors {
        writer.object { writer in
          writer.key("role")
          writer.string(editor.role)
          writer.key("name")
          writer.string(editor.name)
        }
      }
    }
    writer.key("language")
    writer.string(article.language)
    writer.key("direction")
    writer.string(article.direction.rawValue)
  }

  private static func write(_ date: ArticleDate?, to writer: inout JSONWriter) {
    guard let date else { return writer.string(nil) }
    writer.object { writer in
      writer.key("value")
      writer.string(date.value)
      writer.key("precision")
      writer.string(date.precision.rawValue)
      writer.key("zone")
      writer.string(date.zone)
      writer.key("evidence")
      writer.string(date.evidence.rawValue)
      writer.key("text")
      writer.string(date.text)
    }
  }

  private static func write(_ bounds: DateBounds?, to writer: inout JSONWriter) {
    guard let bounds else { return writer.string(nil) }
    writer.object { writer in
      writer.key("notBefore")
      writer.string(bounds.notBefore?.description)
      writer.key("notAfter")
      writer.string(bounds.notAfter?.description)
      writer.key("weekday")
      writer.string(bounds.weekday?.name)
    }
  }

  private static func writeImagesAndWarnings(of article: Article, to writer: inout JSONWriter) {
    writer.key("images")
    writer.array { writer in
      for image in article.images {
        writer.object { writer in
          writer.key("url")
          writer.string(image.url)
          writer.key("caption")
          writer.string(image.caption)
          writer.key("alt")
          writer.string(image.alt)
        }
      }
    }
    writer.key("warnings")
    writer.array { writer in
      for warning in article.warnings {
        writer.object { writer in
          writer.key("code")
          writer.string(warning.code)
          writer.key("message")
          writer.string(warning.message)
          writer.key("line")
          writer.number(warning.line)
        }
      }
    }
  }
}
