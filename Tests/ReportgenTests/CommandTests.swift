import Testing

@Suite struct CommandTests {
  @Test func placeholderUntilTheCommandsLand() {}
}
