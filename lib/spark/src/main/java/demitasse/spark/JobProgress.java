package demitasse.spark;

import demitasse.progress.ProgressLine;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Shows what a job is at, in one line that is gone when it ends. Spark calls it from one thread.
 */
final class JobProgress extends SparkListener {
  private final Map<Integer, Integer> stagesOfJobs = new HashMap<>();
  private ProgressLine line = ProgressLine.open();
  private int stages;
  private int stagesDone;
  private int tasks;
  private int tasksDone;
  private int failed;

  @Override
  public void onJobStart(SparkListenerJobStart job) {
    if (stagesOfJobs.isEmpty()) {
      line = ProgressLine.open();
      stages = 0;
      stagesDone = 0;
      failed = 0;
    }
    stagesOfJobs.put(job.jobId(), job.stageInfos().size());
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
  public void onJobEnd(SparkListenerJobEnd job) {
    stagesOfJobs.remove(job.jobId());
    if (stagesOfJobs.isEmpty()) {
      line.clear();
    }
  }

  private void show() {
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
