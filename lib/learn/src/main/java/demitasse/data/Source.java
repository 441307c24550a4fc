package demitasse.data;

import static demitasse.numeric.Arguments.given;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import demitasse.engine.ArrayMemory;
import java.lang.reflect.Array;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** One side of {@link Pairs}: where the inputs come from, or the targets. */
sealed interface Source {
  /** Returns the number of samples. */
  int size();

  /** Returns the shape of one sample. */
  Shape shape();

  /** Returns the array of the given samples. */
  NDArray batch(NDManager manager, int[] indices, long seed);

  /** Returns how many classes the labels count, if these are labels. */
  default OptionalInt classes() {
    return OptionalInt.empty();
  }

  /** Returns a mark of the content, as {@link Samples#mark}. */
  String mark();

  /**
   * Takes what the user has.
   *
   * @param name to call it in errors
   */
  static Source of(Object given, String name) {
    given(given, "the " + name);
    return given instanceof Samples samples
        ? new InputsOf(samples)
        : new Numbers(given, Numbers.shape(given, name));
  }

  /** The inputs of other samples. */
  record InputsOf(Samples samples) implements Source {
    @Override
    public int size() {
      return samples.size();
    }

    @Override
    public Shape shape() {
      return samples.inputShape();
    }

    @Override
    public NDArray batch(NDManager manager, int[] indices, long seed) {
      return samples.batch(manager, indices, seed).input();
    }

    @Override
    public String mark() {
      return samples.mark();
    }

    @Override
    public String toString() {
      return "of " + samples;
    }
  }

  /** Integer labels. */
  record Labels(int[] labels) implements Source {
    public Labels {
      for (int label : labels) {
        if (label < 0) {
          throw new IllegalArgumentException("labels count from 0; there is " + label);
        }
      }
    }

    @Override
    public int size() {
      return labels.length;
    }

    @Override
    public Shape shape() {
      return new Shape();
    }

    @Override
    public OptionalInt classes() {
      return OptionalInt.of(1 + Arrays.stream(labels).max().orElse(-1));
    }

    @Override
    public NDArray batch(NDManager manager, int[] indices, long seed) {
      return manager.create(IntStream.of(indices).map(i -> labels[i]).toArray());
    }

    @Override
    public String mark() {
      Mark mark = new Mark();
      return mark.of(labels.length, i -> mark.add(labels[i])).toString();
    }

    @Override
    public String toString() {
      return "labels below " + classes().getAsInt();
    }
  }

  /**
   * Numbers in arrays of arrays.
   *
   * @param array first dimension the samples
   * @param shape of one sample
   */
  record Numbers(Object array, Shape shape) implements Source {
    private static final Set<Class<?>> TYPES =
        Set.of(float.class, double.class, int.class, long.class);

    /** Checks that the array is what it should be, and returns the shape of one of its samples. */
    static Shape shape(Object array, String name) {
      Class<?> type = array.getClass();
      int depth = 0;
      for (; type.isArray(); depth++) {
        type = type.getComponentType();
      }
      if (depth == 0 || !TYPES.contains(type)) {
        throw new IllegalArgumentException(
            "the %s are neither a set nor an array of float, double, int or long, but %s"
                .formatted(name, array.getClass().getSimpleName()));
      }
      if (depth == 1) {
        return new Shape(1);
      }
      Shape shape =
          Array.getLength(array) == 0 ? new Shape(0) : sides(Array.get(array, 0), depth - 1);
      for (int i = 0; i < Array.getLength(array); i++) {
        if (!isOf(Array.get(array, i), shape, 0)) {
          throw new IllegalArgumentException(
              "the %s differ in shape: number %d is not %s, as number 0 is"
                  .formatted(name, i, shape));
        }
      }
      return shape;
    }

    private static Shape sides(Object sample, int depth) {
      long[] sides = new long[depth];
      Object part = sample;
      for (int d = 0; d < depth && part != null; d++) {
        sides[d] = Array.getLength(part);
        part = d + 1 < depth && sides[d] > 0 ? Array.get(part, 0) : null;
      }
      return new Shape(sides);
    }

    private static boolean isOf(Object part, Shape shape, int dimension) {
      if (part == null || Array.getLength(part) != shape.get(dimension)) {
        return false;
      }
      return dimension + 1 == shape.dimension()
          || IntStream.range(0, Array.getLength(part))
              .allMatch(i -> isOf(Array.get(part, i), shape, dimension + 1));
    }

    @Override
    public int size() {
      return Array.getLength(array);
    }

    @Override
    public NDArray batch(NDManager manager, int[] indices, long seed) {
      return ArrayMemory.create(
          manager,
          new Shape(indices.length).addAll(shape),
          numbers -> {
            for (int index : indices) {
              write(Array.get(array, index), numbers);
            }
          });
    }

    @Override
    public String mark() {
      Mark mark = new Mark();
      FloatBuffer numbers = FloatBuffer.allocate(Math.toIntExact(shape.size()));
      return mark.of(
              size(),
              i -> {
                write(Array.get(array, i), numbers.clear());
                for (float value : numbers.array()) {
                  mark.add(value);
                }
              })
          .toString();
    }

    private static void write(Object part, FloatBuffer numbers) {
      if (part instanceof Number number) {
        numbers.put(number.floatValue());
      } else if (part instanceof float[] floats) {
        numbers.put(floats);
      } else {
        for (int i = 0; i < Array.getLength(part); i++) {
          write(Array.get(part, i), numbers);
        }
      }
    }

    @Override
    public String toString() {
      return shape.toString();
    }
  }
}
