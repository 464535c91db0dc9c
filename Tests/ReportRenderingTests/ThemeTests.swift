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

  // What loads something, however it is written (CSS Syntax Level 3: escapes, comments, case), with its line.
  @Test(arguments: [
    ("b{background:url(x)}", "url(", 1), ("b{background:URL( x )}", "url(", 1), ("b{background:u\\72l(x)}", "url(", 1),
    ("b{background:\\000075rl(x)}", "url(", 1), ("b{background:\\75 \\72 \\6c(x)}", "url(", 1),
    ("@import 'x';", "@import", 1),
    ("@\\69mport 'x';", "@import", 1), ("\n@IMPORT url(x)", "@import", 2),
    ("b{background:image-set('a' 1x)}", "image-set(", 1),
    ("b{background:-webkit-image-set('a' 1x)}", "-webkit-image-set(", 1),
    ("b{background:cross-fade('a','b')}", "cross-fade(", 1),
    ("@font-face{font-family:x;src:local(x)}", "@font-face", 1), ("b{background:src('x')}", "src(", 1),
    ("b{width:expression(alert(1))}", "expression(", 1), ("b{behavior : x}", "behavior", 1),
    ("b{-moz-binding:x}", "-moz-binding", 1),
    ("/* \n */ b{background:/**/url(x)}", "url(", 2), ("b{content:'</style>'}", "</", 1), ("/* </style> */", "</", 1),
    ("b{content:\"\\\"\";background:url(x)}", "url(", 1), ("b{content:'a\nbackground:url(x)}", "url(", 2),
    ("@namespace 'x';", "@namespace", 1),
    ("b{--x:url(x)}", "url(", 1), ("b{background:image('x')}", "image(", 1),
    ("b{background:element(#a)}", "element(", 1),
  ])
  func aStyleSheetThatLoadsSomethingIsRefused(_ css: String, _ name: String, _ line: Int) {
    #expect(StyleSheetGuard.finding(in: css) == StyleSheetGuard.Finding(name: name, line: line))
  }

  @Test(arguments: [
    "b{color:#123;content:'url(x)'}", "/* @import url(x) */", ".url{}", "b{background:linear-gradient(red,blue)}",
    "@media print{b{c:d}}",
    "b{width:calc(100% - var(--url))}", "@page{margin:1cm}", "b{scroll-behavior:smooth}", "#import{}",
    "b::after{content:\"\\201C\"}",
    "@supports (display:grid){}", "b{font-family:import}", "\\", "b{", "'", "/*", "@", "u\\", ".curl (a)",
    "b{content:attr(title)}",
  ])
  func aStyleSheetThatLoadsNothingIsTaken(_ css: String) {
    #expect(StyleSheetGuard.finding(in: css) == nil)
  }

  @Test func filesOutsideOfTheFolderAreRefused() throws {
    let elsewhere = try folder(["secret.css": "p{}"])
    let path = try folder([:])
    #expect(symlink(elsewhere + "/secret.css", path + "/theme.css") == 0)
    #expect(throws: ThemeError.self) { try Theme(folder: path) }
    let piped = try folder([:])
    #expect(mkfifo(piped + "/theme.css", 0o600) == 0)
    #expect(throws: ThemeError.self) { try Theme(folder: piped) }
    let inside = try folder(["real.css": "p{}"])
    #expect(symlink("real.css", inside + "/theme.css") == 0)
    #expect(try Theme(folder: inside).css.contains("p{}"))
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
