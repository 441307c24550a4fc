package demitasse.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PerProcessTest {
  private final List<String> freed = new ArrayList<>();
  private final PerProcess<Named> models = new PerProcess<>();

  private record Named(String name, List<String> freed) implements AutoCloseable {
    @Override
    public void close() {
      freed.add(name);
    }
  }

  private Named use(UUID id, String name) {
    return models.use(id, () -> new Named(name, freed));
  }

  @Test
  void whatNobodyUsesIsFreedWhenAnotherOneComes() {
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    Named one = use(first, "first");
    assertSame(one, use(first, "again"));
    models.release(first);
    use(second, "second"); // while the first is in use
    assertEquals(List.of(), freed);
    models.release(first);
    models.release(second);
    use(UUID.randomUUID(), "third");
    assertEquals(List.of("first", "second"), freed.stream().sorted().toList());
  }
}
