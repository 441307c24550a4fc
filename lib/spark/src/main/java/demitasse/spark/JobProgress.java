package demitasse.spark;

import demitasse.progress.ProgressLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Shows the progress of jobs in one line, which is removed when they end. A line that stays reports
 * a lost executor, even if nobody watches, because it explains why a job takes longer; if no job is
 * running, the report waits for the next one. Spark calls this from one thread, and reports the
 * last tasks of a stopped job after its end.
 */
final class JobProgress extends SparkListener {
  private final Set<Integer> jobs = new HashSet<>();
  private ProgressLine line = ProgressLine.open();
  private int stages;
  private int stagesDone;
  private int tasks;
  private int tasksDone;
  private int failed;

  /** Lost executors in whose place no other has started yet. */
  private final Deque<String> missing = new ArrayDeque<>();

  /** What the next job reports first, by lost executor. */
  private final Map<String, String> reports = new LinkedHashMap<>();

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    if (jobs.isEmpty()) {
      line = ProgressLine.open();
      stages = 0;
      stagesDone = 0;
      failed = 0;
      reports.values().forEach(line::print);
      reports.clear();
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

  @Override
  public void onExecutorRemoved(SparkListenerExecutorRemoved executor) {
    String id = executor.executorId();
    String why = executor.reason().split("\\. ", 2)[0]; // advice about other clusters may follow
    missing.add(id);
    if (jobs.isEmpty()) {
      reports.put(id, "Since the last job, Spark has lost executor %s (%s)".formatted(id, why));
    } else {
      line.print("Spark has lost executor %s (%s); others do its tasks again".formatted(id, why));
    }
  }

  @Override
  public void onExecutorAdded(SparkListenerExecutorAdded executor) {
    String lost = missing.poll();
    if (lost == null) {
      return;
    }
    String id = executor.executorId();
    String instead = "Spark has started executor %s in place of executor %s".formatted(id, lost);
    if (jobs.isEmpty()) {
      reports.merge(
          lost, instead, (loss, any) -> loss + " and started executor " + id + " instead");
    } else {
      line.print(instead);
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
