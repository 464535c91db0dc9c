// The façade: an embedder imports this module and has all of the engine.
@_exported import ReportAnalysis
@_exported import ReportArticles
@_exported import ReportDates
@_exported import ReportDocument
@_exported import ReportLoading
@_exported import ReportLua
@_exported import ReportRendering
@_exported import ReportScripting
