package demitasse.kernel.api;

import java.util.List;

/** A command to which the rest of the cell belongs. */
@FunctionalInterface
public interface CellMagic {
  /** Runs the command and returns its value, which is shown. */
  Object run(List<String> args, String body) throws Exception;
}
