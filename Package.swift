// swift-tools-version: 6.2
import PackageDescription

// `REPORTGEN_STRICT=1` (set by CI) turns warnings of our own targets into errors.
let strict: [SwiftSetting] =
  Context.environment["REPORTGEN_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let package = Package(
  name: "reportgen",
  products: [
    .library(name: "ReportEngine", targets: ["ReportEngine"]),
    .library(name: "reportengine", type: .dynamic, targets: ["ReportEngineC"]),
    .library(name: "ReportArchive", targets: ["ReportArchive"]),
    .library(name: "ReportJobs", targets: ["ReportJobs"]),
    .executable(name: "reportgen", targets: ["reportgen"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // System libraries, each behind a module map of a few lines.
    .systemLibrary(
      name: "CLuaSystem", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
    .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
    .systemLibrary(name: "CStemmer", providers: [.apt(["libstemmer-dev"])]),
    .systemLibrary(name: "CFribidi", pkgConfig: "fribidi", providers: [.apt(["libfribidi-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    // JSON records through simdjson (libsimdjson-dev), C in front. C++ reads its header without a module map.
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    // The C shim around Lua: protected calls, the allocator with a limit, the deadline.
    .target(name: "CLua", dependencies: ["CLuaSystem"]),
    // Rules, word lists, themes and the shipped scripts, compiled in with #embed.
    .target(name: "CResources", exclude: ["data"]),
    .target(
      name: "ReportEngine",
      dependencies: [
        "CLua", "CResources", "CGumbo", "CStemmer", "CFribidi", "CZlib", "CSimdjson", "Yams",
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Mustache", package: "swift-mustache"),
      ],
      swiftSettings: strict),
    // The C interface: its header, and the functions behind it.
    .target(name: "CReportEngine", exclude: ["reportengine.map"]),
    .target(
      name: "ReportEngineC", dependencies: ["CReportEngine", "ReportEngine"], swiftSettings: strict),
    .target(
      name: "ReportArchive",
      dependencies: [
        "ReportEngine", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    // Jobs: schedules, the ledger of what was delivered, delivery.
    .target(
      name: "ReportJobs",
      dependencies: ["CProcess", "ReportEngine", "Yams", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    // The arguments of the process as the C library hands them over, and eventfd(2), which Swift's Glibc leaves out.
    .target(name: "CProcess"),
    .executableTarget(
      name: "reportgen",
      dependencies: [
        "CProcess", "ReportArchive", "ReportEngine", "ReportJobs",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ReportEngineTests", dependencies: ["ReportEngine"],
      exclude: ["Golden", "Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "ReportArchiveTests",
      dependencies: ["ReportArchive", "ReportEngine", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: strict),
    .testTarget(
      name: "ReportJobsTests", dependencies: ["ReportJobs", "ReportEngine"], swiftSettings: strict),
    .testTarget(
      name: "ReportgenTests", dependencies: ["ReportEngine"],
      exclude: ["Golden"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
