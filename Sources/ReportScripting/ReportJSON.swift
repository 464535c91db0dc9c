import ReportArticles

/// What a report script says about itself, as JSON: what `reportgen params --format json` prints.
package enum ReportJSON {
  /// `script`, `title`, `description`, `schedule`, `outputs`, and each of the `params` with its type, bounds and default.
  package static func object(_ report: Report) -> String {
    let metadata = report.metadata
    return JSONWriter.object { writer in
      writer.member("script", report.name)
      writer.member("title", metadata.title)
      writer.member("description", metadata.description)
      writer.member("schedule", metadata.schedule)
      writer.member("outputs", metadata.outputs.map(\.rawValue))
      writer.key("params")
      writer.array { writer in for parameter in metadata.parameters { write(parameter, to: &writer) } }
    }
  }

  private static func write(_ parameter: ReportParameter, to writer: inout JSONWriter) {
    func number(_ value: Double?) -> JSONValue {
      value.map { .number(ParameterValue.number($0).description) } ?? .null
    }
    let value: JSONValue
    switch parameter.defaultValue {
    case nil: value = .null
    case .integer(let number)?: value = .number("\(number)")
    case .number(let given)?: value = number(given)
    case .boolean(let flag)?: value = .bool(flag)
    case .list(let members)?: value = .array(members.map(JSONValue.string))
    case let other?: value = .string(other.description)
    }
    writer.object { writer in
      writer.member("name", parameter.name)
      writer.member("type", parameter.kind.rawValue)
      writer.member("required", parameter.isRequired)
      for (name, value) in [
        ("default", value), ("min", number(parameter.minimum)), ("max", number(parameter.maximum)),
      ] {
        writer.key(name)
        writer.value(value)
      }
      writer.member("values", parameter.values)
      writer.member("help", parameter.help)
    }
  }
}
