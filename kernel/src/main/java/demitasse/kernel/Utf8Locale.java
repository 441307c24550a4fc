package demitasse.kernel;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts a Java whose names of files are UTF-8. In a C locale, as in most containers, Java takes no
 * name with an umlaut, and no option of its own changes that: the locale must be another one before
 * it starts. Any other locale is the user's choice and stays.
 */
final class Utf8Locale {
  private static final Path SHELL = Path.of("/bin/sh");
  private static final String SCRIPT =
      "case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in C|POSIX) export LC_ALL=C.UTF-8; esac; exec \"$@\"";

  private Utf8Locale() {}

  /** Returns what to put before a command; nothing where names of files are not bytes. */
  static List<String> prefix() {
    return File.separatorChar == '/' && Files.isExecutable(SHELL)
        ? List.of(SHELL.toString(), "-c", SCRIPT, "demitasse-kernel")
        : List.of();
  }
}
