package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TSneOptionsTest {
  @Test
  void eachMethodChangesItsOwnOptionAndNoOther() throws ReflectiveOperationException {
    TSneOptions options = TSneOptions.defaults();
    Listener listener = progress -> true;
    Map<String, TSneOptions> changed = new LinkedHashMap<>();
    changed.put("dimensions", options.withDimensions(1));
    changed.put("perplexity", options.withPerplexity(7));
    changed.put("learningRate", options.withLearningRate(11));
    changed.put("iterations", options.withIterations(13));
    changed.put("earlyExaggeration", options.withEarlyExaggeration(4));
    changed.put("exaggerationIterations", options.withExaggerationIterations(17));
    changed.put("initialisation", options.withInitialization(Initialization.random()));
    changed.put("metric", options.withMetric(Metric.COSINE));
    changed.put("method", options.withMethod(Method.BARNES_HUT));
    changed.put("search", options.withSearch(Search.EXACT));
    changed.put("theta", options.withTheta(0.25));
    changed.put("seed", options.withSeed(19));
    changed.put("threads", options.withThreads(3));
    changed.put("reportEvery", options.withReportEvery(23));
    changed.put("listener", options.withListener(listener));
    RecordComponent[] components = TSneOptions.class.getRecordComponents();
    assertEquals(components.length, changed.size());
    for (Map.Entry<String, TSneOptions> change : changed.entrySet()) {
      for (RecordComponent component : components) {
        Object before = component.getAccessor().invoke(options);
        Object after = component.getAccessor().invoke(change.getValue());
        boolean same = Objects.equals(before, after);
        assertEquals(
            !component.getName().equals(change.getKey()), same, change.getKey() + ": " + component);
      }
    }
    assertEquals(OptionalDouble.of(11), options.withLearningRate(11).learningRate());
    assertEquals(options, options.withLearningRate(11).withAutoLearningRate());
  }
}
