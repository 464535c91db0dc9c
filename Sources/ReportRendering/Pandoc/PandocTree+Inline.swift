import ReportArticles
import ReportDocument

extension PandocTree {
  func inlines(_ json: inout JSONOutput, _ list: [Inline], _ context: RenderContext) {
    json.array { json in for inline in list { self.inline(&json, inline, context) } }
  }

  private func inline(_ json: inout JSONOutput, _ inline: Inline, _ context: RenderContext) {
    switch inline {
    case .text(let text), .date(let text, _), .number(let text, _): isolated(&json, text, context)
    case .strong(let inner): node(&json, "Strong") { inlines(&$0, inner, context) }
    case .emphasis(let inner): node(&json, "Emph") { inlines(&$0, inner, context) }
    case .link(let inner, let url):
      guard let address = SafeLink.address(url) else {
        for one in inner { self.inline(&json, one, context) }
        return
      }
      link(&json, to: address) { inlines(&$0, inner, context) }
    case .code(let text):
      node(&json, "Code") { json in
        json.array { json in
          attributes(&json)
          json.string(OutputText.line(text))
        }
      }
    case .span(let inner, let language, let direction):
      let language = language ?? context.language
      let own = context.with(language, direction ?? TextDirection.of(language: language))
      span(&json, self.direction(own, inside: context)) { inlines(&$0, inner, own) }
    case .citation(let marks): citation(&json, marks)
    case .lineBreak: node(&json, "LineBreak")
    }
  }

  private func span(
    _ json: inout JSONOutput, _ pairs: [(String, String)], _ content: (inout JSONOutput) -> Void
  ) {
    node(&json, "Span") { json in
      json.array { json in
        attributes(&json, pairs)
        content(&json)
      }
    }
  }

  private func link(_ json: inout JSONOutput, to address: String, _ content: (inout JSONOutput) -> Void) {
    node(&json, "Link") { json in
      json.array { json in
        attributes(&json)
        content(&json)
        json.array { json in
          json.string(address)
          json.string("")
        }
      }
    }
  }

  /// Text with foreign runs in spans of their own direction.
  private func isolated(_ json: inout JSONOutput, _ text: String, _ context: RenderContext) {
    var text = OutputText.line(text)
    let other: TextDirection = context.direction == .leftToRight ? .rightToLeft : .leftToRight
    let pieces = text.withUTF8 { bytes -> [(String, Bool)] in
      var pieces: [(String, Bool)] = []
      var done = 0
      for run in DirectionalRuns.foreign(in: bytes, base: context.direction) {
        if run.lowerBound > done {
          pieces.append((String(decoding: bytes[done..<run.lowerBound], as: UTF8.self), false))
        }
        pieces.append((String(decoding: bytes[run], as: UTF8.self), true))
        done = run.upperBound
      }
      if done < bytes.count { pieces.append((String(decoding: bytes[done...], as: UTF8.self), false)) }
      return pieces
    }
    for (piece, isForeign) in pieces {
      if isForeign {
        span(&json, [("dir", other.rawValue)]) { json in json.array { words(&$0, piece) } }
      } else {
        words(&json, piece)
      }
    }
  }

  /// Words as `Str`, what is between them as `Space`.
  private func words(_ json: inout JSONOutput, _ text: String) {
    var word = ""
    var isAfterSpace = false
    for scalar in text.unicodeScalars {
      if scalar == " " {
        if !word.isEmpty {
          node(&json, "Str") { $0.string(word) }
          word = ""
        }
        if !isAfterSpace { node(&json, "Space") }
        isAfterSpace = true
      } else {
        word.unicodeScalars.append(scalar)
        isAfterSpace = false
      }
    }
    if !word.isEmpty { node(&json, "Str") { $0.string(word) } }
  }

  private func citation(_ json: inout JSONOutput, _ marks: [CitationMark]) {
    guard options.citations(of: document) != .omitted else { return }
    var seen: [Int] = []
    for mark in marks where mark.source >= 1 && mark.source <= document.sources.count && !seen.contains(mark.source) {
      seen.append(mark.source)
    }
    guard !seen.isEmpty else { return }
    node(&json, "Superscript") { json in
      json.array { json in
        for (index, number) in seen.sorted().enumerated() {
          if index > 0 { node(&json, "Str") { $0.string(",") } }
          link(&json, to: "#source-\(number)") { json in
            json.array { json in node(&json, "Str") { $0.string(String(number)) } }
          }
        }
      }
    }
  }

  // Table: [Attr, Caption, [ColSpec], TableHead, [TableBody], TableFoot] (pandoc-types 1.22).
  func table(_ json: inout JSONOutput, _ table: Table, _ outer: RenderContext) {
    guard !table.columns.isEmpty else { return }
    let rows = table.hasTotals ? Array(table.rows.dropLast()) : table.rows
    let totals = table.hasTotals ? table.rows.last : nil
    self.table(
      &json, caption: table.caption, alignments: table.columns.map(\.alignment),
      head: table.columns.contains { !$0.title.isEmpty } ? table.columns.map(\.title) : nil, rows: rows, totals: totals,
      outer)
  }

  func chart(_ json: inout JSONOutput, _ chart: Chart, _ outer: RenderContext) {
    let caption = chart.title + (chart.unit.map { " (\($0))" } ?? "")
    let names = chart.series.map { $0.name.isEmpty ? vocabulary.word(.value) : $0.name }
    let rows = chart.labels.enumerated().map { index, label -> [[Inline]] in
      [[.text(label)]] + chart.series.map { [.text($0.values[index].map { vocabulary.number($0) } ?? "–")] }
    }
    table(
      &json, caption: [.text(caption)], alignments: [.start] + names.map { _ in .end },
      head: [[]] + names.map { [.text($0)] }, rows: rows, totals: nil, outer)
  }

  private func table(
    _ json: inout JSONOutput, caption: [Inline], alignments: [Table.Alignment], head: [[Inline]]?, rows: [[[Inline]]],
    totals: [[Inline]]?, _ context: RenderContext
  ) {
    // Pandoc's alignments are of the page, not of the direction.
    let isMirrored = context.direction == .rightToLeft
    func cell(_ json: inout JSONOutput, _ inlines: [Inline], isBold: Bool = false) {
      json.array { json in
        attributes(&json)
        node(&json, "AlignDefault")
        json.number(1)
        json.number(1)
        json.array { json in
          guard !inlines.isEmpty else { return }
          let inner = context.of(inlines)
          node(&json, "Plain") { self.inlines(&$0, isBold ? [.strong(inlines)] : inlines, inner) }
        }
      }
    }
    func row(_ json: inout JSONOutput, _ cells: [[Inline]], isBold: Bool = false) {
      json.array { json in
        attributes(&json)
        json.array(cells) { cell(&$0, $1, isBold: isBold) }
      }
    }
    node(&json, "Table") { json in
      json.array { json in
        attributes(&json)
        json.array { json in
          json.null()
          json.array { json in
            if !caption.isEmpty { node(&json, "Plain") { inlines(&$0, caption, context) } }
          }
        }
        json.array(alignments) { json, alignment in
          json.array { json in
            switch alignment {
            case .start: node(&json, isMirrored ? "AlignRight" : "AlignLeft")
            case .center: node(&json, "AlignCenter")
            case .end: node(&json, isMirrored ? "AlignLeft" : "AlignRight")
            }
            node(&json, "ColWidthDefault")
          }
        }
        json.array { json in
          attributes(&json)
          json.array { json in if let head { row(&json, head) } }
        }
        json.array { json in
          json.array { json in
            attributes(&json)
            json.number(0)
            json.array { _ in }
            // Totals are the last row, since pandoc leaves a table's foot out of ODT.
            json.array { json in
              for cells in rows { row(&json, cells) }
              if let totals { row(&json, totals, isBold: true) }
            }
          }
        }
        json.array { json in
          attributes(&json)
          json.array { _ in }
        }
      }
    }
  }
}
