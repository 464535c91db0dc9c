import ReportArticles
import ReportDocument
import ReportLua

// Tables and charts out of rows of any kind.

extension DocumentBuilder {
  /// The members of what a script gives as rows: a list, a query, or another result.
  func rows(_ value: ScriptValue) throws -> [ScriptValue] {
    switch value {
    case .object(let query as QueryObject): return try query.articles().map { .object($0) }
    case .object(let timeline as TimelineObject): return timeline.events.map { .object($0) }
    case .object(let summary as SummaryObject): return summary.sentences.map { .object($0) }
    case .table(let table) where table.fields.isEmpty: return table.list
    default: throw HostError("rows must be a list or a query, not \(value.shown)")
    }
  }

  /// The value of a field of a row.
  func field(_ name: String, of row: ScriptValue) throws -> ScriptValue {
    switch row {
    case .table(let table):
      if let value = table[name] { return value }
      if let index = Int(name), table.list.indices.contains(index - 1) { return table.list[index - 1] }
      return .null
    case .object(let object):
      guard let type = APIRegistry.type(named: Swift.type(of: object).typeName) else { return .null }
      guard let field = type.fields.first(where: { $0.name == name }) else {
        throw HostError(
          "\(type.name) has no field “\(name)”" + Suggestion.hint(for: name, among: type.fields.map(\.name)))
      }
      return try field.get(run, object)
    default: throw HostError("a row must be a table, not \(row.shown)")
    }
  }

  /// A table from rows and columns; without columns, those of the first row.
  func table(rows value: ScriptValue, columns: ScriptValue, caption: ScriptValue, totals: Bool) throws -> Table {
    let rows = try rows(value)
    let specifications = try columnSpecifications(columns, firstRow: rows.first)
    var cells: [[Table.Cell]] = []
    var sums = [Double?](repeating: nil, count: specifications.count)
    var isNumeric = [Bool](repeating: true, count: specifications.count)
    for row in rows {
      try account(for: specifications.count)
      cells.append(
        try specifications.enumerated().map { index, column in
          let value = try column.value(row, self)
          if let number = value.double {
            sums[index] = (sums[index] ?? 0) + number
          } else if !value.isNull {
            isNumeric[index] = false
          }
          return try cell(value, column: column, row: row)
        })
    }
    if totals {
      cells.append(
        sums.enumerated().map { index, sum in
          if isNumeric[index], let sum { return [.strong([.number(wording.number(sum), value: sum)])] }
          return index == 0 ? [.strong([.text(wording.vocabulary.word(.total))])] : []
        })
    }
    let heads = specifications.enumerated().map { index, column in
      Table.Column(
        title: column.title, alignment: column.alignment ?? (isNumeric[index] && sums[index] != nil ? .end : .start))
    }
    return Table(caption: try inlines(caption), columns: heads, rows: cells, hasTotals: totals)
  }

  private struct ColumnSpecification {
    var title: [Inline]
    var alignment: Table.Alignment?
    var field: String
    var style: String?
    var decimals: Int?
    var compute: (any ScriptCallable)?

    func value(_ row: ScriptValue, _ builder: DocumentBuilder) throws -> ScriptValue {
      if let compute { return try compute.call([row]) }
      return try builder.field(field, of: row)
    }
  }

  private func columnSpecifications(_ value: ScriptValue, firstRow: ScriptValue?) throws -> [ColumnSpecification] {
    if case .table(let table) = value {
      return try table.list.map { column in
        switch column {
        case .string(let name): return ColumnSpecification(title: columnTitle(name), field: name)
        case .table(let options):
          let name = options.string("field") ?? ""
          return ColumnSpecification(
            title: try options["title"].map { try inlines($0) } ?? columnTitle(name),
            alignment: options.string("align").flatMap(Table.Alignment.init(rawValue:)), field: name,
            style: options.string("style"), decimals: options.integer("decimals"),
            compute: options["value"].flatMap { value in
              if case .function(let function) = value { return function }
              return nil
            })
        default: throw HostError("a column is a field's name or a table with field, title, style, not \(column.shown)")
        }
      }
    }
    switch firstRow {
    case .table(let row)? where !row.list.isEmpty:
      return row.list.indices.map { ColumnSpecification(title: [], field: "\($0 + 1)") }
    case .table(let row)?:
      return row.fields.filter { $0.value.object(QueryObject.self) == nil && $0.name != "key" }
        .map { ColumnSpecification(title: columnTitle($0.name), field: $0.name) }
    case .object?:
      return ["published", "source", "title"].map { ColumnSpecification(title: columnTitle($0), field: $0) }
    default: return []
    }
  }

  /// The head of a column: the fixed word for a field, else its name.
  private func columnTitle(_ name: String) -> [Inline] {
    let key = ["n": "number", "author": "field_authors", "lang": "field_language"][name] ?? "field_" + name
    if let word = wording.vocabulary.word(named: key) { return [.text(word)] }
    return [.text(wording.vocabulary.word(named: name) ?? name.split(separator: "_").joined(separator: " "))]
  }

  private func cell(_ value: ScriptValue, column: ColumnSpecification, row: ScriptValue) throws -> [Inline] {
    switch value {
    case .object(let date as DateObject):
      guard let style = column.style else { return [.date(wording.short(date.value), value: date.value.iso)] }
      return try inlines(
        .table(
          ScriptTable(fields: [
            ScriptTable.Field(name: "date", value: value), ScriptTable.Field(name: "style", value: .string(style)),
          ])))
    case .number(let number):
      return [.number(wording.number(number, fractionDigits: column.decimals ?? 2), value: number)]
    case .string where column.field == "title":
      if let article = row.object(ArticleObject.self) { return link(to: article.article) }
      return try inlines(value)
    case .string(let text):
      if let article = row.object(ArticleObject.self) {
        let direction = TextDirection.of(text) ?? wording.direction
        return direction == wording.direction
          ? [.text(text)] : [.span([.text(text)], language: article.article.language, direction: direction)]
      }
      return try inlines(value)
    case .table(let table) where table.fields.isEmpty:
      let parts = try table.list.map { try inlines($0) }
      return Array(parts.joined(separator: [.text(wording.vocabulary.word(.listSeparator))]))
    default: return try inlines(value)
    }
  }

  /// A chart from rows: `label` names the field along the axis, `value` that of the bars, `series` that which splits them.
  func chart(_ options: ScriptTable) throws -> Chart {
    let kind = options.string("kind").flatMap(Chart.Kind.init(rawValue:)) ?? .bar
    let rows = try rows(options["data"] ?? .list([]))
    let labelField = options.string("label") ?? Self.firstLabel(of: rows.first)
    let valueField = options.string("value") ?? "n"
    var labels: [String] = []
    var places: [String: Int] = [:]
    var series: [(name: String, values: [Int: Double])] = []
    var seriesPlaces: [String: Int] = [:]
    for row in rows {
      try account(for: 1)
      let label = try axisText(try field(labelField, of: row), kind: kind)
      let name = try options.string("series").map { try axisText(try field($0, of: row), kind: .bar) } ?? ""
      let value = try field(valueField, of: row)
      guard value.isNull || value.double != nil else {
        throw HostError("chart: “\(valueField)” must be a number, but the row “\(label)” has \(value.shown)")
      }
      let place = places[label] ?? labels.count
      if place == labels.count {
        places[label] = place
        labels.append(label)
      }
      let index = seriesPlaces[name] ?? series.count
      if index == series.count {
        seriesPlaces[name] = index
        series.append((name, [:]))
      }
      if let number = value.double { series[index].values[place] = number }
    }
    let (cells, overflow) = labels.count.multipliedReportingOverflow(by: series.count)
    try account(for: overflow ? Int.max / 2 : cells)
    return Chart(
      kind: kind, title: options.string("title") ?? "", labels: labels,
      series: series.map { one in Chart.Series(name: one.name, values: labels.indices.map { one.values[$0] }) },
      unit: options.string("unit"))
  }

  private static func firstLabel(of row: ScriptValue?) -> String {
    guard case .table(let table)? = row else { return "title" }
    return table.fields.first { $0.name != "n" && $0.name != "key" && $0.value.object(QueryObject.self) == nil }?.name
      ?? "key"
  }

  private func axisText(_ value: ScriptValue, kind: Chart.Kind) throws -> String {
    switch value {
    case .object(let date as DateObject):
      return kind == .heatmap ? date.value.iso : wording.short(date.value)
    case .null: return "—"
    default: return try inlines(value).plainText
    }
  }
}
