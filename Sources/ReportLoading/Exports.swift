// A program that imports this module alone needs articles and days, too.
@_exported import ReportArticles
