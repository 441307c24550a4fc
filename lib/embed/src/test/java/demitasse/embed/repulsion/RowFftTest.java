package demitasse.embed.repulsion;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowFftTest {
  private static final int COLUMNS = 5;

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 16, 24, 96, 128})
  void theForwardTransformIsTheDefinition(int n) {
    float[][] re = noise(n, 1);
    float[][] im = noise(n, 2);
    double[][][] expected = definition(re, im);
    RowFft fft = new RowFft(n);
    fft.forward(re, im, 0, COLUMNS);
    assertSpectrum(expected, fft, re, im);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8, 12, 96, 128})
  void thePaddedTransformIsThatOfZerosBehind(int n) {
    float[][] re = noise(n, 1);
    float[][] im = noise(n, 2);
    float[][] paddedRe = noise(n, 3);
    float[][] paddedIm = noise(n, 4);
    for (int r = 0; r < n; r++) {
      if (r < n / 2) {
        paddedRe[r] = re[r].clone();
        paddedIm[r] = im[r].clone();
      } else {
        re[r] = new float[COLUMNS];
        im[r] = new float[COLUMNS];
      }
    }
    RowFft fft = new RowFft(n);
    for (int i = 0; i < n / 4; i++) {
      fft.forwardHead(paddedRe, paddedIm, i);
    }
    for (int part = 0; part < 4; part++) {
      fft.forwardPart(paddedRe, paddedIm, part, 0, COLUMNS);
    }
    assertSpectrum(definition(re, im), fft, paddedRe, paddedIm);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 12, 8, 48, 128})
  void theInverseUndoesItButForTheFactor(int n) {
    float[][] original = noise(n, 1);
    float[][] re = noise(n, 1);
    float[][] im = new float[n][COLUMNS];
    RowFft fft = new RowFft(n);
    fft.forward(re, im, 0, COLUMNS);
    float[][] croppedRe = copy(re);
    float[][] croppedIm = copy(im);
    fft.inverse(re, im, 0, COLUMNS);
    for (int part = 0; part < 4; part++) {
      fft.inversePart(croppedRe, croppedIm, part, 0, 2);
      fft.inversePart(croppedRe, croppedIm, part, 2, COLUMNS);
    }
    for (int i = 0; i < n / 4; i++) {
      fft.inverseTail(croppedRe, croppedIm, i);
    }
    for (int r = 0; r < n; r++) {
      for (int c = 0; c < COLUMNS; c++) {
        assertEquals(original[r][c], re[r][c] / n, 1e-5);
        assertEquals(0, im[r][c] / n, 1e-5);
        if (r < n / 2) {
          assertEquals(re[r][c], croppedRe[r][c], 1e-4);
          assertEquals(im[r][c], croppedIm[r][c], 1e-4);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 9, 17, 97, 600, 1025})
  void aLengthIsAtLeastAsLongAsAskedAndNotMuchLonger(int least) {
    int length = RowFft.length(least);
    assertEquals(0, length % 4);
    assertEquals(true, length >= least && length <= Math.max(4, 2 * least));
  }

  private static void assertSpectrum(
      double[][][] expected, RowFft fft, float[][] re, float[][] im) {
    for (int r = 0; r < fft.length(); r++) {
      for (int c = 0; c < COLUMNS; c++) {
        assertEquals(expected[0][fft.frequency(r)][c], re[r][c], 1e-4);
        assertEquals(expected[1][fft.frequency(r)][c], im[r][c], 1e-4);
      }
    }
  }

  private static double[][][] definition(float[][] re, float[][] im) {
    int n = re.length;
    double[][][] spectrum = new double[2][n][COLUMNS];
    for (int k = 0; k < n; k++) {
      for (int r = 0; r < n; r++) {
        double cos = Math.cos(2 * Math.PI * k * r / n);
        double sin = Math.sin(2 * Math.PI * k * r / n);
        for (int c = 0; c < COLUMNS; c++) {
          spectrum[0][k][c] += re[r][c] * cos + im[r][c] * sin;
          spectrum[1][k][c] += im[r][c] * cos - re[r][c] * sin;
        }
      }
    }
    return spectrum;
  }

  private static float[][] noise(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] values = new float[n][COLUMNS];
    for (float[] row : values) {
      for (int c = 0; c < COLUMNS; c++) {
        row[c] = (float) random.nextDouble(-1, 1);
      }
    }
    return values;
  }

  private static float[][] copy(float[][] values) {
    float[][] copy = new float[values.length][];
    for (int r = 0; r < values.length; r++) {
      copy[r] = values[r].clone();
    }
    return copy;
  }
}
