package demitasse.widgets;

import demitasse.kernel.api.Comm;
import demitasse.kernel.cell.Cells;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What the widgets need, from the Demitasse kernel. */
final class KernelTransport implements Transport {
  /** A comm of that kernel. */
  private record KernelLine(Comm comm) implements Line {
    @Override
    public String id() {
      return comm.id();
    }

    @Override
    public void send(Map<String, ?> data, List<byte[]> buffers) {
      comm.send(data, buffers.toArray(byte[][]::new));
    }

    @Override
    public void close() {
      comm.close();
    }

    @Override
    public void onMessage(BiConsumer<Map<String, Object>, List<byte[]>> handler) {
      comm.onMessage(handler);
    }

    @Override
    public void onClose(Runnable handler) {
      comm.onClose(data -> handler.run());
    }
  }

  @Override
  public Line open(
      String target, Map<String, ?> data, Map<String, ?> metadata, List<byte[]> buffers) {
    return new KernelLine(Comm.open(target, data, metadata, buffers.toArray(byte[][]::new)));
  }

  @Override
  public void serve(String target, Consumer<Line> handler) {
    Comm.serve(target, (comm, data) -> handler.accept(new KernelLine(comm)));
  }

  @Override
  public String requestId() {
    return Comm.requestId();
  }

  @Override
  public String display(Object value) {
    return Cells.display(value);
  }

  @Override
  public void replace(String id, String type, String content) {
    Cells.updateDisplay(id, type, content);
  }

  @Override
  public void clearOutput(boolean wait) {
    Cells.clearOutput(wait);
  }

  @Override
  public void printStackTrace(Throwable thrown) {
    Cells.printStackTrace(thrown);
  }
}
