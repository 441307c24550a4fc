package demitasse.kernel.session;

import demitasse.kernel.source.CellNames;

/** Explains why the JVM does not take a class that the compiler has made. */
final class Unloadable {
  private static final String PREVIEW = "--enable-preview";

  private Unloadable() {}

  static Evaluation explain(LinkageError error) {
    if (error instanceof UnsupportedClassVersionError) {
      String message = String.valueOf(error.getMessage());
      return Evaluation.failed(
          error.getClass().getName(),
          message.contains("preview")
              ? "this uses a preview feature, which is enabled for the compiler but not for the"
                  + " JVM: install the kernel with --jvm-option "
                  + PREVIEW
              : CellNames.plain(message));
    }
    return Evaluation.failed(
        error.getClass().getName(), CellNames.plain(String.valueOf(error.getMessage())));
  }
}
