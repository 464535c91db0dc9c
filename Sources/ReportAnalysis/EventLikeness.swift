/// How far two reports name the same things.
struct EventLikeness {
  /// Sums over the units that both name, by kind.
  var names: Float = 0
  var places: Float = 0
  var figures: Float = 0
  var concepts: Float = 0
  /// Cosine of who, where and how many.
  var actorCosine: Float = 0
  /// Cosine of what it is about.
  var conceptCosine: Float = 0
  /// How much each names of who, where and how many: the lesser of both.
  var leastActors: Float = 0
  /// The share of the names and places in one headline that the other report has too, of the one for which it is
  /// greater; 1 when a headline names nobody.
  var titleCover: Float = 1

  /// Compares units sorted by key.
  init(_ left: ArraySlice<EventUnit>, _ right: ArraySlice<EventUnit>) {
    var (actorDot, conceptDot): (Float, Float) = (0, 0)
    var (leftTitle, rightTitle): (Float, Float) = (0, 0)
    var (i, j) = (left.startIndex, right.startIndex)
    while i < left.endIndex, j < right.endIndex {
      let (one, other) = (left[i], right[j])
      if one.key == other.key {
        let (weight, product) = (min(one.weight, other.weight), one.weight * other.weight)
        switch one.kind {
        case .name: names += weight
        case .place: places += weight
        case .figure: figures += weight
        case .concept: concepts += weight
        }
        if one.kind.isNamed {
          if one.isInTitle { leftTitle += one.weight }
          if other.isInTitle { rightTitle += other.weight }
        }
        if one.kind.isActor { actorDot += product } else { conceptDot += product }
        i += 1
        j += 1
      } else if one.key < other.key {
        i += 1
      } else {
        j += 1
      }
    }
    let (mine, theirs) = (Self.sums(left), Self.sums(right))
    leastActors = min(mine.total, theirs.total)
    titleCover = max(
      mine.title < 0.3 ? 1 : leftTitle / mine.title, theirs.title < 0.3 ? 1 : rightTitle / theirs.title)
    actorCosine = actorDot / max(0.01, (mine.actors * theirs.actors).squareRoot())
    conceptCosine = conceptDot / max(0.01, (mine.concepts * theirs.concepts).squareRoot())
  }

  private static func sums(_ units: ArraySlice<EventUnit>) -> (
    actors: Float, concepts: Float, total: Float, title: Float
  ) {
    var result: (actors: Float, concepts: Float, total: Float, title: Float) = (0, 0, 0, 0)
    for unit in units {
      if unit.isInTitle, unit.kind.isNamed { result.title += unit.weight }
      if unit.kind.isActor {
        result.actors += unit.weight * unit.weight
        result.total += unit.weight
      } else {
        result.concepts += unit.weight * unit.weight
      }
    }
    return result
  }
}

/// When two reports are about one event: one policy for the stories of a run and for those that an archive keeps.
enum StoryAffinity {
  /// Mean cosine of headlines and openings from which stories are one when they name the same.
  static let cosine: Float = 0.2
  /// Different words of headline and opening up to which a report is short: it says names, figures and little else.
  static let shortTerms = 45

  /// Whether two reports are of one kind but name others: each headline names somebody or some place that the other
  /// report does not know.
  static func nameOthers(_ likeness: EventLikeness) -> Bool {
    likeness.titleCover < 0.3 && likeness.leastActors >= 0.45
  }

  /// What the likeness of words counts when a report looks for its story.
  static func discount(_ likeness: EventLikeness) -> Float {
    if nameOthers(likeness) { return 0.15 }
    return likeness.leastActors >= 1.5 && likeness.actorCosine < 0.05 ? 0.7 : 1
  }

  /// How far two reports in one language are about one event, by the words of headline and opening; 1 when they are.
  static func byWords(_ cosine: Float, _ likeness: EventLikeness) -> Float {
    if nameOthers(likeness) { return cosine * 0.15 / Self.cosine }
    let factor = likeness.leastActors < 0.8 ? 1 : min(1.3, 0.6 + 1.2 * likeness.actorCosine)
    return cosine * factor / Self.cosine
  }

  /// The same by what they name, which is all that reports in two languages have in common and most of what short ones
  /// have; 1 when they are about one event.
  ///
  /// - Parameter cosine: of the words; nil for two languages.
  static func byThings(_ likeness: EventLikeness, cosine: Float?) -> Float {
    let (actors, concepts) = (likeness.actorCosine, likeness.conceptCosine)
    guard likeness.names + likeness.places + likeness.figures >= 0.9, likeness.names + likeness.figures >= 0.5,
      likeness.titleCover >= 0.3, concepts >= 0.15 || actors >= 0.4 || likeness.names >= 1.5
    else { return 0 }
    let sum = actors + 0.6 * concepts + 0.15 * min(3, likeness.names)
    return cosine.map { (sum + 0.8 * $0) / 0.7 } ?? sum / 0.58
  }
}
