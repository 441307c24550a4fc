package demitasse.spark;

import demitasse.kernel.cell.Cells;
import org.apache.spark.sql.SparkSession;

/** Ends the jobs of the cluster when a cell is stopped: an interrupt ends only the waiting. */
final class StopButton {
  static {
    try {
      Cells.onStop(StopButton::cancel);
    } catch (LinkageError | IllegalStateException e) {
      // Not under the Demitasse kernel: a program, or another kernel.
    }
  }

  private StopButton() {}

  /** Connects it, at the first call. */
  static void connect() {
    // The class was initialized by this call.
  }

  private static void cancel() {
    SparkSession.getDefaultSession()
        .foreach(
            session -> {
              session.sparkContext().cancelAllJobs();
              return null;
            });
  }
}
