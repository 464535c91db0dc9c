import ReportArticles
import ReportLoading
import ReportLua

/// An input in the hands of a loader script.
final class PageObject: ScriptObject {
  static let typeName = "Page"
  let path: String
  let format: String
  let bytes: [UInt8]
  let isHTML: Bool
  let found: [Article]
  let text = TextObject()
  let log = LogObject()
  /// The parsed page; made when it is first asked for.
  private(set) lazy var page = ParsedPage(HTMLTree(bytes, keepsUnread: true))

  init(path: String, format: String, bytes: [UInt8], isHTML: Bool, found: [Article]) {
    self.path = path
    self.format = format
    self.bytes = bytes
    self.isHTML = isHTML
    self.found = found
  }

  var weight: Int { 400 + bytes.count }
}

/// A parsed page that its elements share.
final class ParsedPage {
  let tree: HTMLTree

  init(_ tree: HTMLTree) { self.tree = tree }
}

/// An element of a page.
final class ElementObject: ScriptObject {
  static let typeName = "Element"
  let page: ParsedPage
  let node: Int

  init(_ page: ParsedPage, _ node: Int) {
    self.page = page
    self.node = node
  }

  var weight: Int { 120 }
}

/// What loader scripts see.
enum PageAPI {
  static let type = APIType(
    name: "Page",
    summary:
      "What the function `load` of a loader script gets: one input, as text and, when it is a web page, as elements.",
    fields: [
      APIField(
        "path", .string, "The path of the input; `-` is standard input.", example: "assert(page.path == \"a.html\")"
      ) { _, object in .string(try owner(object, PageObject.self).path) },
      APIField(
        "format", .string, "The format that it was taken for, as `origin.format` has it.",
        example: "assert(page.format == \"html\")"
      ) { _, object in .string(try owner(object, PageObject.self).format) },
      APIField(
        "source", .string, "All that is in the input, as text in UTF-8.",
        example: "assert(page.source:find(\"<title>\", 1, true))"
      ) { _, object in .string(String(decoding: try owner(object, PageObject.self).bytes, as: UTF8.self)) },
      APIField(
        "article", .record(LoaderFields.parameters), optional: true,
        "What the program made of the input by itself: the first article; nil when it found none.",
        example: "assert(page.article.title == \"Ferry sails again\")"
      ) { _, object in
        try owner(object, PageObject.self).found.first.map(LoaderFields.table) ?? .null
      },
      APIField(
        "articles", .list(.record(LoaderFields.parameters)), "All that it found, for inputs with several articles.",
        example: "assert(#page.articles == 1)"
      ) { _, object in
        .list(try owner(object, PageObject.self).found.map(LoaderFields.table))
      },
      APIField(
        "text", .object("Text"), "Tools for words, sentences and numbers.",
        example: "assert(page.text:replace(\"1.5\", \".\", \",\") == \"1,5\")"
      ) { _, object in .object(try owner(object, PageObject.self).text) },
      APIField("log", .object("Log"), "Messages for whoever loads.", example: "page.log:info(page.path)") {
        _, object in .object(try owner(object, PageObject.self).log)
      },
    ],
    methods: [
      APIFunction(
        "select", [selector], returns: .list(.object("Element")),
        "The elements of a web page that a selector fits, in the order of the page; none in other inputs. Selectors are those of CSS: names, `.class`, `#id`, `[attribute=value]` (also `~=`, `|=`, `^=`, `$=`, `*=`), `:first-child`, `:last-child`, `:not(…)`, joined by spaces, `>`, `+`, `~` and commas.",
        example: "for _, line in ipairs(page:select \"div.story > p:not(.promo)\") do print(line.text) end"
      ) { call in try select(call, first: false) },
      APIFunction(
        "first", [selector], returns: .object("Element"), "The first of them; nil when there is none.",
        example: "assert(page:first(\"h1\").text == \"Ferry sails again\" and page:first(\"video\") == nil)"
      ) { call in try select(call, first: true) },
      APIFunction(
        "json", [APIParameter("text", .string, optional: true, "The text; all of the input unless given.")],
        returns: .any,
        "JSON as tables and values, such as the data that a page carries in a script; `null` is nil. A text that is not JSON is an error.",
        example: "assert(page:json('{\"story\": {\"head\": [1, 2]}}').story.head[2] == 2)"
      ) { call in
        let page = try call.target(PageObject.self)
        let bytes = call.arguments[0].text.map { Array($0.utf8) } ?? page.bytes
        // Parsed JSON takes several times its text.
        try call.run.checkMemory(8 * bytes.count)
        do throws(JSONError) { return value(try JSONParser.parse(bytes).value) } catch {
          throw HostError("this is not JSON: \(error.message) (byte \(error.offset + 1))")
        }
      },
    ])

  static let element = APIType(
    name: "Element", summary: "An element of a web page. Scripts and style sheets of the page are left out.",
    fields: [
      APIField("name", .string, "The name of the element, in lower case.", example: "assert(element.name == \"h1\")") {
        _, object in
        let element = try owner(object, ElementObject.self)
        return .string(element.page.tree.name(of: element.node))
      },
      APIField(
        "text", .string, "The text in it, white space collapsed.",
        example: "assert(element.text == \"Ferry sails again\")"
      ) { _, object in
        let element = try owner(object, ElementObject.self)
        return .string(element.page.tree.plainText(element.node))
      },
      APIField(
        "paragraphs", .list(.string), "The text in it, parted where blocks and breaks part it.",
        example: "assert(#page:first(\"div.story\").paragraphs == 3)"
      ) { _, object in
        let element = try owner(object, ElementObject.self)
        var collector = BlockCollector(tree: element.page.tree, excluded: [])
        collector.collect(element.node)
        return .strings(collector.blocks.map(\.text))
      },
      APIField(
        "attributes", .map(.string), "Its attributes by name.",
        example: "assert(page:first(\"time\").attributes.datetime == \"2025-03-12T09:30\")"
      ) { _, object in
        let element = try owner(object, ElementObject.self)
        var fields: [ScriptTable.Field] = []
        for (name, value) in element.page.tree.attributes(of: element.node)
        where !fields.contains(where: { $0.name == name }) && fields.count < 1000 {
          fields.append(ScriptTable.Field(name: name, value: .string(value)))
        }
        return .table(ScriptTable(fields: fields))
      },
      APIField(
        "parent", .object("Element"), optional: true, "The element that it stands in; nil for the outermost.",
        example: "assert(element.parent.name == \"body\")"
      ) { _, object in
        let element = try owner(object, ElementObject.self)
        let parent = Int(element.page.tree.parents[element.node])
        return parent < 0 ? .null : .object(ElementObject(element.page, parent))
      },
      APIField(
        "children", .list(.object("Element")), "The elements right in it.",
        example: "assert(#page:first(\"div.story\").children == 4)"
      ) { _, object in
        let element = try owner(object, ElementObject.self)
        let tree = element.page.tree
        return .list(
          tree.children(element.node).filter { !tree.isText($0) }.map { .object(ElementObject(element.page, $0)) })
      },
    ],
    methods: [
      APIFunction(
        "select", [selector], returns: .list(.object("Element")), "The elements in it that a selector fits.",
        example: "assert(#page:first(\"div.story\"):select(\"p\") == 4)"
      ) { call in try select(call, first: false) },
      APIFunction(
        "first", [selector], returns: .object("Element"), "The first of them; nil when there is none.",
        example: "assert(element:first(\"em\") == nil)"
      ) { call in try select(call, first: true) },
      APIFunction(
        "without", [selector], returns: .list(.string),
        "The text in it, parted where blocks and breaks part it, without the elements that a selector fits.",
        example: "assert(#page:first(\"div.story\"):without(\"a, .promo\") == 3)"
      ) { call in
        let element = try call.target(ElementObject.self)
        let tree = element.page.tree
        let selectors = try selectors(call.text(0))
        let checkpoint = call.run.analysis.checkpoint
        var excluded = [Bool](repeating: false, count: tree.count)
        for node in try selectors.matches(in: tree, below: element.node, checkpoint: checkpoint) where !excluded[node] {
          excluded[node] = true
          for inner in tree.descendants(node) { excluded[inner] = true }
        }
        var collector = BlockCollector(tree: tree, excluded: excluded)
        collector.collect(element.node)
        return .strings(collector.blocks.map(\.text))
      },
      APIFunction(
        "attribute", [APIParameter("name", .string, "The name.")], returns: .string,
        "The value of an attribute; nil when it has none of that name.",
        example: "assert(page:first(\"a[href]\"):attribute(\"href\") == \"/ferry\")"
      ) { call in
        let element = try call.target(ElementObject.self)
        let name = call.text(0).lowercased()
        return .optional(name.isEmpty ? nil : element.page.tree.attribute(element.node, named: name))
      },
    ],
    operators: [
      APIOperator(.text, "Its text.", example: "assert(tostring(element) == \"Ferry sails again\")") { _, values in
        guard let element = values.first?.object(ElementObject.self) else { return .string("") }
        return .string(element.page.tree.plainText(element.node))
      }
    ])

  private static let selector = APIParameter("selector", .string, "What the elements are like.")

  private static func select(_ call: APICall, first: Bool) throws -> ScriptValue {
    let page: ParsedPage
    let root: Int
    if let element = call.target as? ElementObject {
      (page, root) = (element.page, element.node)
    } else {
      let input = try call.target(PageObject.self)
      guard input.isHTML else { return first ? .null : .list([]) }
      (page, root) = (input.page, 0)
    }
    guard page.tree.count > 0 else { return first ? .null : .list([]) }
    let selectors = try selectors(call.text(0))
    let checkpoint = call.run.analysis.checkpoint
    let found = try selectors.matches(in: page.tree, below: root, first: first, checkpoint: checkpoint)
    if first { return found.first.map { .object(ElementObject(page, $0)) } ?? .null }
    try call.run.checkMemory(found.count * 200)
    return .list(found.map { .object(ElementObject(page, $0)) })
  }

  private static func selectors(_ text: String) throws(HostError) -> SelectorList {
    do throws(SelectorList.Mistake) { return try SelectorList(text) } catch {
      throw HostError("“\(text)”: \(error.message)")
    }
  }

  private static func value(_ json: JSONValue) -> ScriptValue {
    switch json {
    case .null: return .null
    case .bool(let flag): return .boolean(flag)
    case .string(let text): return .string(text)
    case .number(let digits):
      return Int(digits).map(ScriptValue.integer) ?? Double(digits).map(ScriptValue.number) ?? .null
    case .array(let values): return .list(values.map(value))
    case .object(let members):
      return .table(ScriptTable(fields: members.map { ScriptTable.Field(name: $0.key, value: value($0.value)) }))
    }
  }
}
