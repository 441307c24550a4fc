package demitasse.runner;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How the execution of a notebook ended.
 *
 * @param notebook its name
 * @param time from start to end, the kernel's start included
 * @param peakMebibytes the most memory that the kernel had resident; empty where it cannot be told
 * @param passed whether every cell ran without an error, the check cell among them
 * @param message {@code passed}, or what went wrong
 */
record Outcome(
    String notebook, Duration time, OptionalLong peakMebibytes, boolean passed, String message) {}
