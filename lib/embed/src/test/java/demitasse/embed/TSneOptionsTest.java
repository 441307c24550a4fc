package demitasse.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import demitasse.embed.TSneOptions.Initialization;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TSneOptionsTest {
  @Test
  void progressTellsHowFarItIs() {
    var progress = new Progress(50, 1_000, 1.25, new float[2][2]);
    assertEquals("step 50 of 1,000: KL 1.2500 nats", progress.toString());
  }

  @Test
  void eachMethodChangesItsOwnOptionAndNoOther() throws ReflectiveOperationException {
    TSneOptions options = TSneOptions.defaults();
    Listener listener = progress -> true;
    Map<String, TSneOptions> changed = new LinkedHashMap<>();
    changed.put("dimensions", options.dimensions(1));
    changed.put("perplexity", options.perplexity(7));
    changed.put("learningRate", options.learningRate(11));
    changed.put("iterations", options.iterations(13));
    changed.put("earlyExaggeration", options.earlyExaggeration(4));
    changed.put("exaggerationIterations", options.exaggerationIterations(17));
    changed.put("initialization", options.initialization(Initialization.random()));
    changed.put("distance", options.distance(Distance.COSINE));
    changed.put("method", options.method(Method.BARNES_HUT));
    changed.put("search", options.search(Search.EXACT));
    changed.put("theta", options.theta(0.25));
    changed.put("seed", options.seed(19));
    changed.put("threads", options.threads(3));
    changed.put("reportEvery", options.reportEvery(23));
    changed.put("listener", options.listener(listener));
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
    assertEquals(OptionalDouble.of(11), options.learningRate(11).learningRate());
    assertEquals(options, options.learningRate(11).autoLearningRate());
  }
}
