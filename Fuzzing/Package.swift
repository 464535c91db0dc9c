// swift-tools-version: 6.2
import PackageDescription

// A package of its own: everything in it is built anew with the sanitizers (see `run`).
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "reportgen", path: "..")],
  targets: [
    .executableTarget(
      name: "FuzzParsers",
      dependencies: ["ReportEngine", "ReportArchive", "ReportFetch", "ReportJobs"].map {
        .product(name: $0, package: "reportgen")
      })
  ],
  swiftLanguageModes: [.v6]
)
