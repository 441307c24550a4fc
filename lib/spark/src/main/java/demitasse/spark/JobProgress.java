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
 * Shows the progress of jobs in one line, which is removed when they end. A loss of an executor is
 * told in a line that stays, even where nobody watches, because it explains why a job takes longer;
 * one between two jobs is told when the next begins. Spark calls this from one thread, and reports
 * the last tasks of a stopped job after its end.
 */
final class JobProgress extends SparkListener {
  private final Set<Integer> jobs = new HashSet<>();
  private ProgressLine line = ProgressLine.open();
  private int stages;
  private int stagesDone;
  private int tasks;
  private int tasksDone;
  private int failed;
  private final Deque<String> missing =
      new ArrayDeque<>(); // executors whose place nobody has taken
  private final Map<String, String> untold = new LinkedHashMap<>(); // by lost executor

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    if (jobs.isEmpty()) {
      line = ProgressLine.open();
      stages = 0;
      stagesDone = 0;
      failed = 0;
      untold.values().forEach(line::print);
      untold.clear();
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
      untold.put(id, "Since the last job, Spark has lost executor %s (%s)".formatted(id, why));
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
      untold.merge(lost, instead, (told, any) -> told + " and started executor " + id + " instead");
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
