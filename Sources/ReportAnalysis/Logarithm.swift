import Glibc

/// Logarithms as the analysis needs them.
enum Logarithm {
  /// The natural logarithm.
  @inline(__always)
  static func natural(_ value: Float) -> Float { logf(value) }
  /// The natural logarithm.
  @inline(__always)
  static func natural(_ value: Double) -> Double { log(value) }
}

/// Exponentials as the analysis needs them.
enum Exponential {
  /// e to the power of `exponent`.
  static func natural(_ exponent: Double) -> Double { exp(exponent) }
  /// ½ to the power of `exponent`.
  static func half(_ exponent: Double) -> Double { exp2(-exponent) }
}
