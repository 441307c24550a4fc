package demitasse.runner;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * How the execution of a notebook ended.
 *
 * @param notebook its name
 * @param time from start to end, the kernel's start included
 * @param peakMebibytes the most memory that the kernel had resident; empty where it cannot be told
 * @param standIns the data sets that were not there and generated instead
 * @param passed whether every cell ran without an error, the check cell among them
 * @param message {@code passed}, or what went wrong
 */
record Outcome(
    String notebook,
    Duration time,
    OptionalLong peakMebibytes,
    List<String> standIns,
    boolean passed,
    String message) {

  /** Returns that of a notebook of which there is nothing to read. */
  static Outcome failed(String notebook, Duration time, OptionalLong peak, String message) {
    return new Outcome(notebook, time, peak, List.of(), false, message);
  }

  /** Returns this outcome as one that failed, for a reason that was found afterwards. */
  Outcome failed(String reason) {
    return new Outcome(notebook, time, peakMebibytes, standIns, false, reason);
  }
}
