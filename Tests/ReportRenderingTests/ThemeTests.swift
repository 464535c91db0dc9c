import Foundation
import TestSupport
import Testing

@testable import ReportDocument
@testable import ReportRendering
@testable import ReportScripting

@Suite struct ThemeTests {
  private func folder(_ files: [String: String]) throws -> String {
    let url = FileManager.default.temporaryDirectory.appending(path: "theme-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for (name, text) in files { try Data(text.utf8).write(to: url.appending(path: name)) }
    return url.path
  }

  @Test(arguments: Theme.builtInNames)
  func builtInThemesLoadNothing(name: String) throws {
    let css = try #require(Theme(named: name)).css
    for forbidden in ["url(", "@import", "</", "expression("] { #expect(!css.contains(forbidden)) }
  }

  @Test func ownStyleSheetAndTemplateAreUsed() throws {
    let path = try folder([
      "theme.css": "p{color:#123}\n",
      "page.mustache":
        "<html lang=\"{{lang}}\"><head>{{{head}}}</head><body><b>{{title}}</b>{{{content}}}</body></html>",
    ])
    let theme = try Theme(folder: path)
    let page = try HTMLRenderer(options: RenderOptions(theme: theme)).string(
      Document(
        title: [.text("A & B")], language: "en", direction: .leftToRight, blocks: [Block(.paragraph([.text("x")]))]))
    #expect(page.contains("<b>A &amp; B</b>"))
    #expect(page.contains("p{color:#123}"))
    #expect(page.contains("<p>x</p>"))
  }

  @Test func theSampleThemeBringsItsBandAndColours() throws {
    let theme = try Theme(folder: "\(Fixture.root)/samples/themes/harbour")
    let page = try HTMLRenderer(options: RenderOptions(theme: theme)).string(
      Document(title: [.text("A")], language: "ar", direction: .rightToLeft, blocks: [Block(.paragraph([.text("x")]))]))
    #expect(page.contains("<html lang=\"ar\" dir=\"rtl\">"))
    #expect(page.contains("<div class=\"band\" lang=\"en\" dir=\"ltr\">"))
    #expect(page.contains("--accent:#0b4a6f"))
    #expect(page.contains("Content-Security-Policy"))
  }

  @Test func mistakesNameFileAndLine() throws {
    let loading = try folder(["theme.css": "p{}\nb{background:url(x)}\n"])
    #expect(throws: ThemeError.self) { try Theme(folder: loading) }
    do { _ = try Theme(folder: loading) } catch { #expect("\(error)".contains("theme.css:2: “url(”")) }
    let broken = try folder(["theme.css": "", "page.mustache": "{{{head}}}\n{{#a}}\n"])
    do { _ = try Theme(folder: broken) } catch { #expect("\(error)".contains("page.mustache:")) }
    #expect(throws: ThemeError.self) { try Theme(folder: loading + "/nothing") }
  }
}
