// swift-tools-version: 6.2
import PackageDescription

// `REPORTGEN_STRICT=1` (set by CI) turns warnings of our own targets into errors.
let strict: [SwiftSetting] =
  Context.environment["REPORTGEN_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let package = Package(
  name: "reportgen",
  products: [
    .library(name: "ReportEngine", targets: ["ReportEngine"]),
    // Parts of the engine for programs that want no more: articles out of files, dates in texts, summaries and stories.
    .library(name: "ReportLoading", targets: ["ReportLoading"]),
    .library(name: "ReportDates", targets: ["ReportDates"]),
    .library(name: "ReportAnalysis", targets: ["ReportAnalysis"]),
    .library(name: "reportengine", type: .dynamic, targets: ["ReportEngineC"]),
    .library(name: "ReportArchive", targets: ["ReportArchive"]),
    .library(name: "ReportFetch", targets: ["ReportFetch"]),
    .library(name: "ReportJobs", targets: ["ReportJobs"]),
    .executable(name: "reportgen", targets: ["reportgen"]),
  ],
  // Exactly these, so that a build of today is a build of next year; a newer one is tried, then written here.
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
  ],
  targets: [
    // System libraries, each behind a module map of a few lines.
    .systemLibrary(
      name: "CLuaSystem", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"]), .brew(["lua@5.4"])]),
    .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"]), .brew(["gumbo-parser"])]),
    .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"]), .brew(["snowball"])]),
    .systemLibrary(name: "CFribidi", pkgConfig: "fribidi", providers: [.apt(["libfribidi-dev"]), .brew(["fribidi"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    // JSON records through simdjson (libsimdjson-dev), C in front. C++ reads its header without a module map.
    .target(name: "CSimdjson", dependencies: ["CTextScan"], linkerSettings: [.linkedLibrary("simdjson")]),
    // GitHub Flavored Markdown through cmark-gfm (libcmark-gfm-dev, libcmark-gfm-extensions-dev) as events.
    .target(
      name: "CMarkdown", linkerSettings: [.linkedLibrary("cmark-gfm-extensions"), .linkedLibrary("cmark-gfm")]),
    // Encodings that nobody declared (libuchardet-dev).
    .systemLibrary(
      name: "CUchardet", pkgConfig: "uchardet", providers: [.apt(["libuchardet-dev"]), .brew(["uchardet"])]),
    // Looks at UTF-8 text many bytes at a time; no library behind.
    .target(name: "CTextScan"),
    // HTTP through libcurl (libcurl4-openssl-dev for its headers), which is opened when the first request is made.
    .target(name: "CCurl"),
    // Pictures made small through libgd, which is opened when the first one is shown; no header of it is needed.
    .target(name: "CPictures"),
    // The C shim around Lua: protected calls, the allocator with a limit, the deadline.
    .target(name: "CLua", dependencies: ["CLuaSystem"]),
    // Rules, word lists, themes and the shipped scripts, compiled in with #embed.
    .target(name: "CResources", exclude: ["data"]),
    // The engine, from the bottom up. A module may import what its row names and nothing else.
    .target(
      name: "ReportArticles", dependencies: ["CResources", "CStemmer", "CTextScan"], swiftSettings: strict),
    .target(name: "ReportSystem", dependencies: ["CProcess"], swiftSettings: strict),
    .target(
      name: "ReportSettings", dependencies: ["ReportArticles", "ReportDates", "ReportSystem", "Yams"],
      swiftSettings: strict),
    .target(name: "ReportDates", dependencies: ["ReportArticles"], swiftSettings: strict),
    .target(name: "ReportLua", dependencies: ["CLua"], swiftSettings: strict),
    .target(
      name: "ReportLoading",
      dependencies: [
        "ReportArticles", "ReportDates", "CGumbo", "CMarkdown", "CSimdjson", "CTextScan", "CUchardet", "CZlib", "Yams",
      ],
      swiftSettings: strict),
    .target(
      name: "ReportAnalysis", dependencies: ["ReportArticles", "ReportDates", "ReportSystem"],
      swiftSettings: strict),
    .target(
      name: "ReportDocument", dependencies: ["ReportArticles", "ReportDates"], swiftSettings: strict),
    .target(name: "ReportPictures", dependencies: ["CPictures"], swiftSettings: strict),
    .target(
      name: "ReportRendering",
      dependencies: [
        "ReportArticles", "ReportDates", "ReportDocument", "ReportPictures", "CFribidi",
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: strict),
    .target(
      name: "ReportScripting",
      dependencies: [
        "ReportAnalysis", "ReportArticles", "ReportDates", "ReportDocument", "ReportLoading", "ReportLua",
        "ReportPictures",
      ],
      swiftSettings: strict),
    .target(
      name: "ReportEngine",
      dependencies: [
        "ReportAnalysis", "ReportArticles", "ReportDates", "ReportDocument", "ReportLoading", "ReportLua",
        "ReportRendering", "ReportScripting",
      ],
      swiftSettings: strict),
    // The C interface: its header, and the functions behind it.
    .target(name: "CReportEngine", exclude: ["reportengine.map"]),
    .target(
      name: "ReportEngineC", dependencies: ["CReportEngine", "ReportEngine"], swiftSettings: strict),
    .target(
      name: "ReportArchive",
      dependencies: [
        "ReportAnalysis", "ReportArticles", "ReportDates", "ReportLoading",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // Sources: what is new in feeds, pages and mailboxes, asked for politely.
    .target(
      name: "ReportFetch",
      dependencies: [
        "CCurl", "CZlib", "ReportArchive", "ReportArticles", "ReportDates", "ReportLoading", "ReportSettings",
        "ReportSystem", "Yams", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // Jobs: schedules, the ledger of what was delivered, delivery.
    .target(
      name: "ReportJobs",
      dependencies: [
        "ReportEngine", "ReportSettings", "ReportSystem", "Yams",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // The arguments of the process as the C library hands them over, and eventfd(2), which Swift's Glibc leaves out.
    .target(name: "CProcess"),
    .executableTarget(
      name: "reportgen",
      dependencies: [
        "CProcess", "ReportArchive", "ReportEngine", "ReportFetch", "ReportJobs", "ReportSystem",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    // Tests, a target for each module. What several of them need is in TestSupport.
    .target(
      name: "TestSupport", dependencies: ["ReportEngine"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "ReportArticlesTests",
      dependencies: ["ReportArticles", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ReportDatesTests",
      dependencies: ["ReportDates", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ReportLuaTests",
      dependencies: ["ReportLua", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "ReportLoadingTests",
      dependencies: ["ReportLoading", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ReportAnalysisTests",
      dependencies: ["ReportAnalysis", "TestSupport"],
      exclude: ["Fixtures", "Golden"], swiftSettings: strict),
    .testTarget(
      name: "ReportRenderingTests",
      dependencies: ["ReportPictures", "ReportRendering", "TestSupport"],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "ReportScriptingTests",
      dependencies: ["ReportScripting", "TestSupport"],
      exclude: ["Golden"], swiftSettings: strict),
    .testTarget(
      name: "ReportEngineTests",
      dependencies: ["ReportEngine", "TestSupport"],
      exclude: ["Fixtures", "Golden"], swiftSettings: strict),
    .testTarget(
      name: "ReportArchiveTests",
      dependencies: ["ReportArchive", "ReportEngine", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ReportFetchTests",
      dependencies: ["CCurl", "ReportArchive", "ReportFetch", "ReportLoading", "ReportSystem"], swiftSettings: strict),
    .testTarget(
      name: "ReportJobsTests", dependencies: ["ReportJobs", "ReportEngine", "ReportSystem", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportgenTests", dependencies: ["ReportEngine"],
      exclude: ["Golden"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
