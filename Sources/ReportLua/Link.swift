/// What leads to an object as long as it lives: the object empties its link in `deinit`.
///
/// A weak reference does the same, but from the first one on every count of the object's owners takes a slow path, and
/// there are several in each call between Lua and Swift.
package final class Link<Target: AnyObject> {

  package init() {
  }
  package unowned(unsafe) var target: Target?
}
