package demitasse.kernel.api;

import java.util.List;

/** A command on a line of its own. */
@FunctionalInterface
public interface LineMagic {
  /** Runs the command and returns its value, as after {@code =}. */
  Object run(List<String> args) throws Exception;

  /** Runs the command where it stands as a statement; what it returns is shown. */
  default Object show(List<String> args) throws Exception {
    return run(args);
  }
}
