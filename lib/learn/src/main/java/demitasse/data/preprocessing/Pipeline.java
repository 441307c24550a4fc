package demitasse.data.preprocessing;

import demitasse.data.image.ImageShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The steps from the bytes of an image to the values that a model sees. Immutable. */
public final class Pipeline {
  private final List<Preprocessing> steps;
  private final List<ImageShape> shapes;

  /** What the values 0 to 255 are when the steps from {@link #first} on begin. */
  private final float[] valueOfPixel = new float[256];

  private final int first;

  /**
   * @param input shape of the stored images
   * @param steps in their order
   */
  public Pipeline(ImageShape input, List<Preprocessing> steps) {
    this.steps = List.copyOf(steps);
    List<ImageShape> passed = new ArrayList<>(List.of(input));
    Preprocessing changer = null;
    for (Preprocessing step : steps) {
      if (step.needsPixelValues() && changer != null) {
        throw new IllegalArgumentException(
            step.name() + " needs the values 0 to 255, so it cannot follow " + changer.name());
      }
      changer = step.keepsPixelValues() ? changer : step;
      passed.add(step.outputShape(passed.get(passed.size() - 1)));
    }
    this.shapes = List.copyOf(passed);
    for (int pixel = 0; pixel < 256; pixel++) {
      valueOfPixel[pixel] = pixel;
    }
    // Nearly every image is rescaled first: so this is done 256 times, and not for each pixel.
    first = !steps.isEmpty() && steps.get(0) instanceof Rescaling ? 1 : 0;
    if (first == 1) {
      steps.get(0).apply(valueOfPixel.clone(), new ImageShape(1, 1, 256), valueOfPixel, null);
    }
  }

  public List<Preprocessing> steps() {
    return steps;
  }

  /** Returns the shape before the first step, after it, …, after the last. */
  public List<ImageShape> shapes() {
    return shapes;
  }

  public ImageShape outputShape() {
    return shapes.get(shapes.size() - 1);
  }

  /** Tells an exporter what the steps compute, in their order. */
  public <T> T export(StepExporter<T> to, T x) {
    T result = x;
    for (int s = 0; s < steps.size(); s++) {
      result = steps.get(s).export(to, shapes.get(s), result);
    }
    return result;
  }

  /**
   * Two arrays that the steps write to in turn; one worker uses one of these for all its images.
   */
  static final class Scratch {
    private float[] current;
    private float[] next;

    private Scratch(int size) {
      current = new float[size];
      next = new float[size];
    }
  }

  public Scratch scratch() {
    return new Scratch(shapes.stream().mapToInt(ImageShape::size).max().orElseThrow());
  }

  /**
   * Takes one image through all steps.
   *
   * @param pixels as it is stored: unsigned bytes, (channels, height, width)
   * @param seed decides what is random about it
   * @return an array of the scratch with (channels, height, width) of {@link #outputShape}
   */
  public float[] run(byte[] pixels, long seed, Scratch scratch) {
    float[] values = scratch.current;
    int size = shapes.get(0).size();
    for (int i = 0; i < size; i++) {
      values[i] = valueOfPixel[pixels[i] & 0xff];
    }
    var random = new Random(seed);
    for (int s = first; s < steps.size(); s++) {
      steps.get(s).apply(scratch.current, shapes.get(s), scratch.next, random);
      float[] done = scratch.next;
      scratch.next = scratch.current;
      scratch.current = done;
    }
    return scratch.current;
  }
}
