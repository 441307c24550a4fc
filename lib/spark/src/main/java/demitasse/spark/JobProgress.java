package demitasse.spark;

import demitasse.progress.ProgressLine;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Shows the progress of jobs in one line, which is removed when they end. Spark calls it from one
 * thread, and reports the last tasks of a stopped job after its end.
 */
final class JobProgress extends SparkListener {
  private final Set<Integer> jobs = new HashSet<>();
  private ProgressLine line = ProgressLine.open();
  private int stages;
  private int stagesDone;
  private int tasks;
  private int tasksDone;
  private int failed;

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    if (jobs.isEmpty()) {
      line = ProgressLine.open();
      stages = 0;
      stagesDone = 0;
      failed = 0;
    }
    jobs.add(job.jobId());
    stages += job.stageInfos().size();
    show();
  }

  @Override
  public void onStageSubmitted(SparkListenerStageSubmitted stage) {
    tasks = stage.stageInfo().numTasks();
    tasksDone = 0;
    show();
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd task) {
    if (task.taskInfo().successful()) {
      tasksDone++;
    } else {
      failed++;
    }
    show();
  }

  @Override
  public void onStageCompleted(SparkListenerStageCompleted stage) {
    stagesDone++;
    show();
  }

  /** Prints a line even where nobody watches, because it explains why the job takes longer. */
  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
    if (!jobs.isEmpty()) {
      line.print(
          "Spark has lost executor %s (%s); others do its tasks again"
              .formatted(executor.executorId(), executor.reason()));
    }
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd job) {
    jobs.remove(job.jobId());
    if (jobs.isEmpty()) {
      line.clear();
    }
  }

  private void show() {
    if (jobs.isEmpty()) {
      return;
    }
    line.update(
        () ->
            String.format(
                Locale.ROOT,
                "Spark: stage %d of %d, task %d of %d%s",
                Math.min(stagesDone + 1, stages),
                stages,
                tasksDone,
                tasks,
                failed == 0 ? "" : ", " + failed + " repeated"));
  }
}
