/// What the language of a text seems to be.
public struct DetectedLanguage: Sendable, Hashable {
  /// BCP 47; `und` when it cannot be told.
  public var language: String
  /// The base direction of that language, or of most of the letters when it is `und`.
  public var direction: TextDirection
  /// 0 (a guess) … 1 (certain).
  public var confidence: Double

  /// Makes a result.
  public init(language: String, direction: TextDirection, confidence: Double) {
    self.language = language
    self.direction = direction
    self.confidence = confidence
  }
}

/// Tells the language of a text: first the script of most of its letters, then letters that only some languages of the
/// script have, then frequent function words (the approach of Dunning 1994 reduced to whole words).
public enum LanguageDetector {
  /// The language of `text`; reads the first 6,000 bytes.
  public static func detect(_ text: String) -> DetectedLanguage {
    let text = AddressSpans.removed(from: text) ?? text
    let sample = LetterSample(text)
    guard let (script, share) = sample.mainScript else {
      return DetectedLanguage(language: "und", direction: .leftToRight, confidence: 0)
    }
    let direction: TextDirection = script.isRightToLeft ? .rightToLeft : .leftToRight
    let undetermined = DetectedLanguage(language: "und", direction: direction, confidence: 0)
    if let only = script.onlyLanguage {
      return DetectedLanguage(language: only, direction: direction, confidence: share)
    }
    let candidates = FunctionWords.shared.scores(of: text, script: script)
    let total = candidates.reduce(0) { $0 + $1.score } + sample.letterScores.values.reduce(0, +)
    var best: (language: String, score: Double) = ("und", 0)
    var second = 0.0
    for (language, score) in candidates {
      let sum = score + (sample.letterScores[language] ?? 0)
      if sum > best.score {
        second = best.score
        best = (language, sum)
      } else if sum > second {
        second = sum
      }
    }
    // Letters alone make Arabic or Russian the likeliest language of their scripts, but never Latin letters English.
    if best.score == 0 || (best.score == second && script != .latin) {
      guard let likeliest = script.likeliestLanguage else { return undetermined }
      return DetectedLanguage(language: likeliest, direction: direction, confidence: 0.3 * share)
    }
    let margin = (best.score - second) / max(best.score, 1)
    let evidence = min(1, total / 6)
    if script == .latin && best.score < 2 && margin < 0.6 { return undetermined }
    return DetectedLanguage(
      language: best.language, direction: direction, confidence: share * (0.3 + 0.7 * margin * evidence))
  }
}

/// Scripts that news is written in.
enum LetterScript: Int, CaseIterable, Sendable {
  case latin, arabic, hebrew, cyrillic, greek, han, kana, hangul, devanagari, thai, armenian, georgian, other

  var isRightToLeft: Bool { self == .arabic || self == .hebrew }

  /// The language, where a script has but one that matters here.
  var onlyLanguage: String? {
    switch self {
    case .hebrew: return "he"
    case .greek: return "el"
    case .han: return "zh"
    case .kana: return "ja"
    case .hangul: return "ko"
    case .devanagari: return "hi"
    case .thai: return "th"
    case .armenian: return "hy"
    case .georgian: return "ka"
    case .other: return "und"
    case .latin, .arabic, .cyrillic: return nil
    }
  }

  var likeliestLanguage: String? {
    switch self {
    case .arabic: return "ar"
    case .cyrillic: return "ru"
    default: return nil
    }
  }

  @inline(__always)
  static func of(_ scalar: UInt32) -> LetterScript {
    switch scalar {
    case 0...0x24F, 0x1E00...0x1EFF: return .latin
    case 0x370...0x3FF, 0x1F00...0x1FFF: return .greek
    case 0x400...0x52F: return .cyrillic
    case 0x530...0x58F: return .armenian
    case 0x590...0x5FF: return .hebrew
    case 0x600...0x6FF, 0x750...0x77F, 0x8A0...0x8FF, 0xFB50...0xFDFF, 0xFE70...0xFEFF: return .arabic
    case 0x900...0x97F: return .devanagari
    case 0xE00...0xE7F: return .thai
    case 0x10A0...0x10FF: return .georgian
    case 0x1100...0x11FF, 0xAC00...0xD7AF: return .hangul
    case 0x3040...0x30FF: return .kana
    case 0x3400...0x9FFF, 0x20000...0x3FFFF: return .han
    default: return .other
    }
  }
}

/// Letters of a text counted by script, and those that speak for single languages.
private struct LetterSample {
  private var counts = [Int](repeating: 0, count: LetterScript.allCases.count)
  /// Evidence by language, in units of one function word.
  private(set) var letterScores: [String: Double] = [:]

  init(_ text: String) {
    // Counting first keeps the look-ups to one for each letter of the alphabet.
    var common = [Int](repeating: 0, count: 0x700)
    var rare: [UInt32: Int] = [:]
    text.withUTF8Bytes { bytes in
      var offset = 0
      while offset < min(bytes.count, FunctionWords.longestSample) {
        let (value, length) = bytes.scalar(at: offset)
        offset += length
        if value < 0x700 { common[Int(value)] += 1 } else { rare[value, default: 0] += 1 }
      }
    }
    for (value, count) in common.enumerated() where count > 0 { add(UInt32(value), count) }
    for (value, count) in rare.sorted(by: { $0.key < $1.key }) { add(value, count) }
  }

  private mutating func add(_ scalar: UInt32, _ count: Int) {
    guard UnicodeClass.of(scalar).isLetter else { return }
    counts[LetterScript.of(scalar).rawValue] += count
    for (languages, weight) in Self.evidence(scalar) {
      for language in languages { letterScores[language, default: 0] += weight * Double(count) }
    }
  }

  /// The script of most letters and its share; Japanese when there is any good amount of kana.
  var mainScript: (LetterScript, Double)? {
    let total = counts.reduce(0, +)
    guard total > 0 else { return nil }
    if counts[LetterScript.kana.rawValue] * 10 > total {
      let japanese = counts[LetterScript.kana.rawValue] + counts[LetterScript.han.rawValue]
      return (.kana, Double(japanese) / Double(total))
    }
    guard let best = LetterScript.allCases.max(by: { counts[$0.rawValue] < counts[$1.rawValue] }) else { return nil }
    return (best, Double(counts[best.rawValue]) / Double(total))
  }

  /// Letters that only these languages have, with the weight of one occurrence.
  private static func evidence(_ scalar: UInt32) -> [([String], Double)] {
    switch scalar {
    // پ چ ژ گ: Persian, Urdu, Pashto, Kurdish; Arabic uses them in foreign names only.
    case 0x067E, 0x0686, 0x0698, 0x06AF: return [(["fa", "ur", "ps", "ckb"], 0.4)]
    case 0x0679, 0x0688, 0x0691, 0x06BA, 0x06D2, 0x06BE, 0x06C1: return [(["ur"], 0.8)]
    case 0x06CC, 0x06A9: return [(["fa", "ur"], 0.3)]
    case 0x0681, 0x0685, 0x0689, 0x0693, 0x069A, 0x06CD, 0x06D0: return [(["ps"], 0.8)]
    case 0x0695, 0x06B5, 0x06C6, 0x06CE, 0x06D5: return [(["ckb"], 0.8)]
    case 0x0629: return [(["ar"], 0.5)]
    case 0x0649, 0x064A, 0x0643, 0x0623, 0x0625: return [(["ar"], 0.2)]
    case 0x0456, 0x0457, 0x0454, 0x0491: return [(["uk"], 0.8)]
    case 0x044B, 0x044D, 0x0451: return [(["ru"], 0.8)]
    case 0x0452, 0x0458, 0x0459, 0x045A, 0x045B, 0x045F: return [(["sr"], 0.8)]
    case 0x044A: return [(["bg"], 0.3)]
    case 0xE1, 0xED, 0xF3, 0xFA: return [(["es"], 0.4), (["pt"], 0.3)]
    case 0xF1: return [(["es"], 0.6)]
    case 0xDF: return [(["de"], 0.8)]
    case 0xE4, 0xFC, 0xF6: return [(["de"], 0.2), (["sv", "fi"], 0.15)]
    case 0xE3, 0xF5: return [(["pt"], 0.6)]
    case 0xE7: return [(["fr", "pt"], 0.2)]
    case 0xEA, 0xE8, 0xF9, 0xFB, 0x153: return [(["fr"], 0.3)]
    case 0xE5: return [(["sv", "nb", "da"], 0.4)]
    case 0xF8, 0xE6: return [(["nb", "da"], 0.6)]
    case 0x131, 0x11F, 0x15F: return [(["tr"], 0.8)]
    case 0x142, 0x105, 0x119, 0x15B, 0x17C: return [(["pl"], 0.8)]
    case 0x159, 0x11B, 0x16F: return [(["cs"], 0.8)]
    case 0x219, 0x21B, 0x103: return [(["ro"], 0.8)]
    case 0x151, 0x171: return [(["hu"], 0.8)]
    default: return []
    }
  }
}

/// The compiled-in list of function words by language.
private struct FunctionWords: Sendable {
  static let shared = FunctionWords()
  /// As many bytes as tell any language.
  static let longestSample = 4_000

  private var languages: [String] = []
  private var scripts: [LetterScript] = []
  private var words = ByteStringTable(capacity: 1_024)
  /// For each word the languages that have it (index) and what it weighs there.
  private var weights: [[(language: Int, weight: Double)]] = []

  private init() {
    (EmbeddedResource.text("language/detection.words") ?? "").withUTF8Bytes { bytes in
      for line in bytes.base.indices.split(whereSeparator: { bytes[$0] == 0x0A }) {
        guard bytes[line.startIndex] != UInt8(ascii: "#"),
          let colon = line.first(where: { bytes[$0] == UInt8(ascii: ":") })
        else { continue }
        var script = LetterScript.latin
        for entry in line[(colon + 1)...].split(whereSeparator: { bytes[$0] == 0x20 }) {
          let isStrong = bytes[entry.startIndex] == UInt8(ascii: "!")
          let word = entry.startIndex + (isStrong ? 1 : 0)..<entry.endIndex
          let (index, isNew) = words.insert(Self.key(word, in: bytes))
          if isNew { weights.append([]) }
          weights[index].append((languages.count, isStrong ? 2 : 1))
          script = LetterScript.of(bytes.scalar(at: word.lowerBound).value)
        }
        languages.append(String(decoding: bytes.base[line.startIndex..<colon], as: UTF8.self))
        scripts.append(script)
      }
    }
  }

  /// Lower case; scripts without case keep their letters, which tell languages apart.
  private static func key(_ range: Range<Int>, in bytes: UTF8Bytes) -> [UInt8] {
    if bytes[range.lowerBound] >= 0xD8 { return Array(bytes.base[range]) }
    var key: [UInt8] = []
    TextFolding.appendFolded(bytes, range: range, to: &key)
    return key
  }

  /// Evidence for each language of a script, in the order of the list.
  func scores(of text: String, script: LetterScript) -> [(language: String, score: Double)] {
    var sums = [Double](repeating: 0, count: languages.count)
    let segmenter = WordSegmenter(dividesAtApostrophe: true)
    text.withUTF8Bytes { bytes in
      var offset = 0
      var seen = 0
      while offset < Self.longestSample, seen < 400, let word = segmenter.next(in: bytes, from: offset) {
        offset = word.upperBound
        seen += 1
        guard word.count <= 24 else { continue }
        var key = Self.key(word, in: bytes)
        if key.last == 0x27 { key.removeLast() }
        guard let index = words.find(key) else { continue }
        // A word of many languages says little.
        let found = weights[index]
        for (language, weight) in found { sums[language] += weight / (0.5 + 0.5 * Double(found.count)) }
      }
    }
    return languages.indices.filter { scripts[$0] == script }.map { (languages[$0], sums[$0]) }
  }
}
