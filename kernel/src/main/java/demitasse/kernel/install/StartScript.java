package demitasse.kernel.install;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a shell has to see to before Java starts, where no option of Java's does it. */
final class StartScript {
  private static final Path SHELL = Path.of("/bin/sh");

  /**
   * In a C locale, as in most containers, Java takes no name of a file with an umlaut: the locale
   * must be another one before it starts. Any other locale is the user's choice and stays.
   */
  private static final String UTF8 =
      "case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in C|POSIX) export LC_ALL=C.UTF-8; esac";

  /**
   * The first option is the archive of classes, where there is one. Java does not start with an AOT
   * cache beside an option of the user's that is about its predecessor: the user's counts. With an
   * archive that does not suit the user's collector Java has none at all, not even its own.
   */
  private static final String NO_CACHE =
      "case $2 in -XX:AOTCache=*|-XX:SharedArchiveFile=*)"
          + " case \"$JAVA_TOOL_OPTIONS $JDK_JAVA_OPTIONS $_JAVA_OPTIONS\" in"
          + " *-Xshare:*|*SharedArchiveFile*|*SharedClassListFile*|*DumpLoadedClassList*|*UseZGC*)"
          + " java=$1; shift 2; set -- \"$java\" \"$@\"; esac; esac";

  private StartScript() {}

  /** Returns what to put before a command; nothing where there is no such shell. */
  static List<String> prefix() {
    return File.separatorChar == '/' && Files.isExecutable(SHELL)
        ? List.of(
            SHELL.toString(), "-c", UTF8 + "; " + NO_CACHE + "; exec \"$@\"", "demitasse-kernel")
        : List.of();
  }
}
