import Testing

@testable import ReportAnalysis
@testable import ReportScripting

@Suite struct PassageRankingTests {
  // By hand: ln(3/2) + 1 = 1.405 for “river” and “rose”, which one of the two texts has, 1 for the others. The passages of
  // the first text come to (2·3·1.405 + 1.405) / 3 = 3.28, (2 + 1) / 2 = 1.5 and (3·1.405 + 2) / 2 = 3.11.
  @Test func passagesRankByMeanWeight() {
    var ranking = PassageRanking()
    let text = ranking.add(["River river rose.", "Town slept.", "River, town!"])
    ranking.add(["Town slept."])
    #expect(ranking.best(of: text, limit: 1) == [0])
    #expect(ranking.best(of: text, limit: 2) == [0, 2])
    #expect(ranking.best(of: text, limit: 9) == [0, 1, 2])
    #expect(ranking.best(of: text, limit: 2, least: 3) == [0])
    #expect(ranking.best(of: 1, limit: 5) == [0])
    #expect(ranking.best(of: 2, limit: 5).isEmpty && ranking.best(of: text, limit: 0).isEmpty)
  }

  @Test func ofEqualsTheEarlierOneIsTaken() {
    var ranking = PassageRanking()
    #expect(ranking.best(of: ranking.add(["", "Rain fell.", "Rain fell.", "—"]), limit: 1) == [1])
  }

  @Test func stopWordsDoNotCount() {
    var ranking = PassageRanking(stopWords: ["the", "في"])
    let text = ranking.add(["The the", "The rain", "في المدينة"])
    #expect(ranking.best(of: text, limit: 3) == [1, 2])
    #expect(ranking.frequency(of: "THE") == 0 && ranking.frequency(of: "rain") == 1)
  }

  @Test func spellingCountsOnlyWhenItIsToBeExact() {
    for (matching, found) in [(PassageRanking.Matching.folded, 2), (.exact, 1)] {
      var ranking = PassageRanking(matching: matching)
      ranking.add(["أحمد وصل", "RAIN 3.5"])
      ranking.add(["احمد وصل", "rain 3"])
      #expect(ranking.frequency(of: "احمد") == found)
      #expect(ranking.frequency(of: "Rain") == 2 && ranking.frequency(of: "وصل") == 2)
      #expect(ranking.frequency(of: "3") == (matching == .exact ? 2 : 1))
    }
  }
}
