import ReportLua

/// `require`: Lua modules beside the script, in the engine's module directories, and shipped with the program; nothing
/// else. A module runs once for each run of a report.
final class ScriptModules {
  private let source: ScriptSource
  private let directories: [String]
  private let hosted: [ScriptModule]
  /// Carries values over the border; nil while metadata are read. The state holds this object, and the host the state.
  private let host: Link<ScriptHost>?
  private var loaded: [String: LuaValue] = [:]
  private var loading: [String] = []

  init(source: ScriptSource, configuration: ReportEngine.Configuration, host: ScriptHost?) {
    self.source = source
    directories = configuration.modulePaths
    hosted = configuration.modules
    self.host = host?.link
  }

  /// Adds `require` to all environments of a state.
  func install(in state: LuaState) {
    let handler = state.register("require") { [self] call in
      call.state.push(try require(try call.string(1), in: call.state))
    }
    state.setShared("require") { state.push(handler: handler) }
  }

  private func require(_ name: String, in state: LuaState) throws -> LuaValue {
    if let value = loaded[name] { return value }
    if let module = hosted.first(where: { $0.name == name }) {
      let value = table(of: module, in: state)
      loaded[name] = value
      return value
    }
    if loading.contains(name) {
      throw HostError("circular require: " + (loading + [name]).joined(separator: " → "))
    }
    guard loading.count < 50 else { throw HostError("modules are nested more than 50 deep") }
    let module = try find(name)
    loading.append(name)
    defer { loading.removeLast() }
    let chunk = try state.load(module.text.utf8, name: module.name)
    let value = try state.call(chunk).first ?? .nil
    if case .nil = value { loaded[name] = .boolean(true) } else { loaded[name] = value }
    return loaded[name] ?? .nil
  }

  /// A table with the functions of the embedding program. While metadata are read there is no run yet: the functions are
  /// there, and calling one is an error.
  private func table(of module: ScriptModule, in state: LuaState) -> LuaValue {
    state.pushTable(fields: module.functions.count)
    for function in module.functions {
      let definition = function.definition(in: module.name)
      let handler = state.register("\(module.name).\(function.name)") { [host] call in
        guard let host = host?.target else {
          throw HostError("\(module.name).\(definition.name) can be called from build only")
        }
        try host.borrowing {
          let given = call.count < 1 ? [] : try (1...call.count).map { try host.value(at: $0) }
          let arguments = try APIArguments.checked(given, for: definition, name: "\(module.name).\(definition.name)")
          if let advice = definition.deprecated {
            host.run.warnOfDeprecated("\(module.name).\(definition.name)", advice)
          }
          try host.push(
            definition.body(APICall(run: host.run, target: NoTarget.shared, arguments: arguments)))
        }
      }
      state.push(handler: handler)
      state.setField(function.name)
    }
    defer { state.pop(1) }
    return state.value(at: -1)
  }

  private func find(_ name: String) throws -> ScriptSource {
    let isName =
      !name.isEmpty && name.utf8.count <= 200
      && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty
          && part.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F || byte == 0x2D
          }
      }
    guard isName else {
      throw HostError("“\(name)” is not a valid module name: use letters, digits, _ and -, parts joined by dots")
    }
    let relative = name.split(separator: ".").joined(separator: "/") + ".lua"
    for directory in [source.directory].compactMap({ $0 }) + directories {
      guard let path = ScriptFile.path(of: relative, in: directory) else { continue }
      let bytes: [UInt8]
      switch ScriptSource.contents(of: path, mustBeRegular: true) {
      case .success(let data): bytes = data
      case .failure(let problem): throw HostError("module “\(name)” cannot be read: \(problem.reason)")
      }
      guard let text = ScriptSource.text(of: bytes) else {
        throw HostError("module “\(name)” cannot be read: it is not text in UTF-8")
      }
      return ScriptSource(
        name: directory == "." ? relative : directory + "/" + relative, directory: directory, text: text)
    }
    if let text = ScriptSource.shippedModule(name) {
      return ScriptSource(name: relative, directory: nil, text: text)
    }
    throw HostError("there is no module “\(name)” beside the script or among those shipped")
  }
}

/// Stands in for the object of functions that have none.
private final class NoTarget: ScriptObject {
  static let typeName = "module"
  static var shared: NoTarget { NoTarget() }
}
