// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who embeds the engine pays for what the examples use.
let engine: Target.Dependency = .product(name: "ReportEngine", package: "reportgen")

let package = Package(
  name: "Examples",
  dependencies: [
    .package(name: "reportgen", path: ".."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
  ],
  targets: [
    .executableTarget(name: "FiveLines", dependencies: [engine]),
    // One module alone each: no Lua is linked, and no analysis in the first two.
    .executableTarget(name: "PageReader", dependencies: [.product(name: "ReportLoading", package: "reportgen")]),
    .executableTarget(name: "DateFinder", dependencies: [.product(name: "ReportDates", package: "reportgen")]),
    .executableTarget(
      name: "Digest",
      dependencies: [
        .product(name: "ReportAnalysis", package: "reportgen"), .product(name: "ReportLoading", package: "reportgen"),
      ]),
    .executableTarget(name: "OwnParts", dependencies: [engine]),
    .executableTarget(name: "Batch", dependencies: [engine]),
    .executableTarget(
      name: "WebService", dependencies: [engine, .product(name: "Hummingbird", package: "hummingbird")]),
  ],
  swiftLanguageModes: [.v6]
)
