package demitasse.embed.repulsion;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.embed.Samples;
import demitasse.numeric.Parallel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepulsionTest {
  private static final Parallel PARALLEL = Parallel.of(2);

  @AfterAll
  static void dismiss() {
    PARALLEL.close();
  }

  private static Repulsion fft(int dimensions) {
    Repulsion none =
        (y, forces) -> {
          throw new AssertionError("the grid should have been large enough");
        };
    return new FftRepulsion(dimensions, 4_000_000, none, PARALLEL);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void exactForcesAreTheSumsOfTheDefinition(int dimensions) {
    int n = 300;
    float[] y = Samples.map(n, dimensions, 3, dimensions);
    double[] expected = new double[y.length];
    double expectedZ = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (i != j) {
          double squared = 0;
          for (int c = 0; c < dimensions; c++) {
            squared += Math.pow(y[i * dimensions + c] - y[j * dimensions + c], 2);
          }
          double q = 1 / (1 + squared);
          expectedZ += q;
          for (int c = 0; c < dimensions; c++) {
            expected[i * dimensions + c] += q * q * (y[i * dimensions + c] - y[j * dimensions + c]);
          }
        }
      }
    }
    float[] forces = new float[y.length];
    double z = new ExactRepulsion(dimensions, PARALLEL).forces(y, forces);
    assertEquals(1, z / expectedZ, 1e-5);
    for (int c = 0; c < forces.length; c++) {
      assertEquals(expected[c], forces[c], 1e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void barnesHutIsExactAtAngleZeroAndCloseAtAHalf(int dimensions) {
    float[] y = Samples.map(3000, dimensions, 10, 5);
    // Points that coincide, more than a leaf holds.
    for (int i = 0; i < 20; i++) {
      System.arraycopy(y, 0, y, i * dimensions, dimensions);
    }
    assertClose(new BarnesHutRepulsion(dimensions, 0, PARALLEL), dimensions, y, 1e-5, 1e-5);
    assertClose(new BarnesHutRepulsion(dimensions, 0.5, PARALLEL), dimensions, y, 0.05, 0.02);
  }

  /** From a map just begun, over one in exaggeration, to one far grown. */
  @ParameterizedTest
  @CsvSource({
    "2, 3000, 1e-4",
    "2, 3000, 1",
    "2, 3000, 5",
    "2, 3000, 15",
    "2, 3000, 40",
    "2, 3000, 100",
    "2, 20000, 30",
    "1, 2000, 1e-4",
    "1, 2000, 10",
    "1, 2000, 300"
  })
  void fftIsCloseToExactForMapsOfAnyExtent(int dimensions, int n, double deviation) {
    float[] y = Samples.map(n, dimensions, deviation, 6);
    assertClose(fft(dimensions), dimensions, y, 0.01, 5e-4);
  }

  @Test
  void fftServesMapsOfAnyForm() {
    float[] line = Samples.map(2000, 2, 50, 7);
    for (int i = 0; i < 2000; i++) {
      line[2 * i + 1] = 3;
    }
    assertClose(fft(2), 2, line, 0.01, 5e-4);
    float[] clumps = Samples.map(2000, 2, 0.5, 8);
    for (int i = 0; i < 1000; i++) {
      clumps[2 * i] += 200;
    }
    assertClose(fft(2), 2, clumps, 0.01, 5e-4);
    float[] onePlace = new float[200];
    float[] forces = new float[200];
    assertEquals(100 * 99, fft(2).forces(onePlace, forces), 1);
    assertArrayEquals(new float[200], forces, 1e-2f);
  }

  @Test
  void aPointFarOffDoesNotMakeTheGridCoarse() {
    float[] y = Samples.map(5000, 2, 10, 9);
    y[0] = 400;
    y[1] = -400;
    assertClose(fft(2), 2, y, 0.01, 5e-4);
  }

  @Test
  void aMapTooWideForAGridIsLeftToTheOtherMethod() {
    float[] y = Samples.map(1000, 2, 10, 9);
    y[0] = 1e7f;
    y[1] = -1e7f;
    assertClose(
        new FftRepulsion(2, 10_000, new BarnesHutRepulsion(2, 0.3, PARALLEL), PARALLEL),
        2,
        y,
        0.01,
        0.01);
  }

  private static void assertClose(
      Repulsion repulsion, int dimensions, float[] y, double ofForces, double ofZ) {
    float[] expected = new float[y.length];
    float[] forces = new float[y.length];
    double expectedZ = new ExactRepulsion(dimensions, PARALLEL).forces(y, expected);
    double z = repulsion.forces(y, forces);
    assertEquals(1, z / expectedZ, ofZ, "Z");
    double error = 0;
    double norm = 0;
    for (int c = 0; c < y.length; c++) {
      error += Math.pow(forces[c] - expected[c], 2);
      norm += Math.pow(expected[c], 2);
    }
    double relative = Math.sqrt(error / norm);
    assertTrue(relative < ofForces, "relative error of the forces: " + relative);
  }
}
