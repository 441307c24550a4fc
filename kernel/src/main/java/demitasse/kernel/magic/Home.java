package demitasse.kernel.magic;

/** The user's home folder, as a shell has it. */
final class Home {
  private Home() {}

  /** Returns a path with the home folder in place of a {@code ~} at its start. */
  static String expand(String path) {
    return path.equals("~") || path.startsWith("~/")
        ? System.getProperty("user.home") + path.substring(1)
        : path;
  }
}
