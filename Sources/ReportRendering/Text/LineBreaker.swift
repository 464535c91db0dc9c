/// Where a line may be broken (UAX #14, revision 49, rules LB4 to LB30b; LB1 folds the classes as the data file says).
struct LineBreaker {
  /// Whether a line may or must end before a scalar.
  enum Opportunity {
    case prohibited, allowed, mandatory
  }

  let metrics: TextMetrics

  /// Calls `visit` with the index of each scalar (from 1) and what may happen before it.
  func scan(_ scalars: [Unicode.Scalar], _ visit: (Int, Opportunity) -> Void) {
    guard var previous = scalars.first.map({ metrics.category($0) }) else { return }
    // LB10: a mark with nothing before it is a letter.
    if previous == .CM || previous == .ZWJ { previous = .AL }
    /// The last class that is not a space, and whether spaces have followed it.
    var base = previous
    var hasSpaces = previous == .SP
    var flags = previous == .RI ? 1 : 0
    var number = NumberState().after(previous)
    var lastScalar = scalars[0]
    for index in 1..<max(1, scalars.count) {
      let scalar = scalars[index]
      let current = metrics.category(scalar)
      // LB9: marks take the class of what they stand on.
      if current == .CM || current == .ZWJ, ![.BK, .CR, .LF, .SP, .ZW].contains(previous) {
        visit(index, .prohibited)
        lastScalar = scalar
        continue
      }
      let resolved = current == .CM || current == .ZWJ ? .AL : current
      let opportunity = decide(
        previous: previous, base: base, hasSpaces: hasSpaces, current: resolved, flags: flags, number: number,
        afterJoiner: lastScalar.value == 0x200D)
      visit(index, opportunity)
      flags = resolved == .RI ? flags + 1 : 0
      number = resolved == .SP ? NumberState() : number.after(resolved)
      if resolved == .SP {
        hasSpaces = true
      } else {
        base = resolved
        hasSpaces = false
      }
      previous = resolved
      lastScalar = scalar
    }
  }

  /// How far into a number (LB25) the text before a break is.
  struct NumberState {
    var isInside = false
    var isClosed = false

    func after(_ category: TextMetrics.Class) -> NumberState {
      switch category {
      case .NU: return NumberState(isInside: true)
      case .SY, .IS: return isInside && !isClosed ? self : NumberState()
      case .CL, .CP: return isInside && !isClosed ? NumberState(isInside: true, isClosed: true) : NumberState()
      default: return NumberState()
      }
    }
  }

  private func decide(
    previous: TextMetrics.Class, base: TextMetrics.Class, hasSpaces: Bool, current: TextMetrics.Class, flags: Int,
    number: NumberState, afterJoiner: Bool
  ) -> Opportunity {
    // LB4, LB5
    if previous == .BK || previous == .LF || previous == .CR && current != .LF { return .mandatory }
    if previous == .CR { return .prohibited }
    switch current {
    case .BK, .CR, .LF, .SP, .ZW: return .prohibited  // LB6, LB7
    default: break
    }
    if base == .ZW { return .allowed }  // LB8
    if afterJoiner, !hasSpaces { return .prohibited }  // LB8a
    if current == .WJ || previous == .WJ || previous == .GL { return .prohibited }  // LB11, LB12
    if current == .GL, ![.SP, .BA, .HY].contains(previous) { return .prohibited }  // LB12a
    switch current {
    case .CL, .CP, .EX, .IS, .SY: return .prohibited  // LB13
    default: break
    }
    if base == .OP { return .prohibited }  // LB14
    if base == .QU, current == .OP { return .prohibited }  // LB15
    if base == .CL || base == .CP, current == .NS { return .prohibited }  // LB16
    if base == .B2, current == .B2 { return .prohibited }  // LB17
    if previous == .SP { return .allowed }  // LB18
    if current == .QU || previous == .QU { return .prohibited }  // LB19
    if [.BA, .HY, .NS].contains(current) || previous == .BB { return .prohibited }  // LB21
    if current == .IN { return .prohibited }  // LB22
    return pair(previous, current, flags: flags, number: number)
  }

  private func pair(
    _ previous: TextMetrics.Class, _ current: TextMetrics.Class, flags: Int, number: NumberState
  ) -> Opportunity {
    let ideographs: [TextMetrics.Class] = [.ID, .EB, .EM]
    switch (previous, current) {
    case (.AL, .NU), (.NU, .AL): return .prohibited  // LB23
    case (.PR, _) where ideographs.contains(current): return .prohibited  // LB23a
    case (_, .PO) where ideographs.contains(previous): return .prohibited
    case (.PR, .AL), (.PO, .AL), (.AL, .PR), (.AL, .PO): return .prohibited  // LB24
    case (_, .PO) where number.isInside, (_, .PR) where number.isInside: return .prohibited  // LB25
    case (_, .NU) where number.isInside && !number.isClosed: return .prohibited
    case (.PO, .OP), (.PR, .OP), (.PO, .NU), (.PR, .NU), (.HY, .NU), (.IS, .NU), (.NU, .NU), (.SY, .NU):
      return .prohibited
    case (.AL, .AL): return .prohibited  // LB28
    case (.IS, .AL): return .prohibited  // LB29
    case (.AL, .OP), (.NU, .OP), (.CP, .AL), (.CP, .NU): return .prohibited  // LB30
    case (.RI, .RI): return flags % 2 == 1 ? .prohibited : .allowed  // LB30a
    case (.EB, .EM): return .prohibited  // LB30b
    default: return .allowed  // LB31
    }
  }
}
