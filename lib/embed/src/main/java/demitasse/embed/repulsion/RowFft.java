package demitasse.embed.repulsion;

/**
 * The fast Fourier transform along the first index of a complex matrix of n rows: every column is
 * transformed, and the inner loops run along the rows, where they become vector instructions.
 *
 * <p>The forward transform decimates in frequency and leaves its rows in a scrambled order ({@link
 * #frequency}); the inverse decimates in time and takes them in that order. A convolution between
 * the two needs no reordering. n is 2^a or 3·2^a, and a multiple of 4. Threads share a transform by
 * its rows.
 */
final class RowFft {
  private static final float SIN_60 = (float) Math.sqrt(0.75);

  private final int n;
  private final float[] cos;
  private final float[] sin;
  private final int[] frequency;

  RowFft(int n) {
    this.n = n;
    this.cos = new float[n];
    this.sin = new float[n];
    for (int i = 0; i < n; i++) {
      cos[i] = (float) Math.cos(2 * Math.PI * i / n);
      sin[i] = (float) Math.sin(2 * Math.PI * i / n);
    }
    this.frequency = new int[n];
    scramble(0, n, 0, 1);
  }

  /** Returns the smallest length of a transform that is at least {@code least}. */
  static int length(int least) {
    int power = 4;
    while (power < least) {
      power *= 2;
    }
    int three = power / 4 * 3;
    return three >= least && three % 4 == 0 ? three : power;
  }

  int length() {
    return n;
  }

  /** Returns which frequency row r holds after the forward transform. */
  int frequency(int r) {
    return frequency[r];
  }

  /** Transforms the columns from {@code from} until before {@code to}, without scaling. */
  void forward(float[][] re, float[][] im, int from, int to) {
    forward(re, im, 0, n, 1, from, to);
  }

  /**
   * The first two steps of {@link #forward} for rows i, i + n/4, i + n/2 and i + 3n/4, where those
   * in the second half are zero: what they hold is overwritten without being read. The steps of the
   * n/4 values of i are independent of each other.
   */
  void forwardHead(float[][] re, float[][] im, int i) {
    int quarter = n / 4;
    int length = re[0].length;
    for (int a = i; a < n / 2; a += quarter) {
      int b = a + n / 2;
      turn(re[a], im[a], re[b], im[b], cos[a], -sin[a], 0, length);
    }
    for (int a = i; a < n; a += n / 2) {
      int b = a + quarter;
      split(re[a], im[a], re[b], im[b], cos[2 * i], -sin[2 * i], 0, length);
    }
  }

  /** The other steps, for a quarter of the rows: part 0 to 3, independent of each other too. */
  void forwardPart(float[][] re, float[][] im, int part, int from, int to) {
    forward(re, im, part * (n / 4), n / 4, 4, from, to);
  }

  /** Undoes {@link #forwardPart}, but for the factor n/4. */
  void inversePart(float[][] re, float[][] im, int part, int from, int to) {
    inverse(re, im, part * (n / 4), n / 4, 4, from, to);
  }

  /**
   * Undoes {@link #forwardHead}, but for the factor 4; the second half of the rows is not computed.
   */
  void inverseTail(float[][] re, float[][] im, int i) {
    int quarter = n / 4;
    int length = re[0].length;
    for (int a = i; a < n; a += n / 2) {
      int b = a + quarter;
      join(re[a], im[a], re[b], im[b], cos[2 * i], sin[2 * i], 0, length);
    }
    for (int a = i; a < n / 2; a += quarter) {
      int b = a + n / 2;
      addTurned(re[a], im[a], re[b], im[b], cos[a], sin[a], 0, length);
    }
  }

  /** Undoes {@link #forward} but for the factor n. */
  void inverse(float[][] re, float[][] im, int from, int to) {
    inverse(re, im, 0, n, 1, from, to);
  }

  private void scramble(int start, int length, int first, int step) {
    if (length % 2 != 0) {
      for (int i = 0; i < length; i++) {
        frequency[start + i] = first + i * step;
      }
      return;
    }
    scramble(start, length / 2, first, 2 * step);
    scramble(start + length / 2, length / 2, first + step, 2 * step);
  }

  private void forward(
      float[][] re, float[][] im, int start, int length, int step, int from, int to) {
    if (length == 1) {
      return;
    }
    if (length == 3) {
      int a = start;
      three(re[a], im[a], re[a + 1], im[a + 1], re[a + 2], im[a + 2], SIN_60, from, to);
      return;
    }
    int half = length / 2;
    for (int a = start, i = 0; a < start + half; a++, i += step) {
      int b = a + half;
      split(re[a], im[a], re[b], im[b], cos[i], -sin[i], from, to);
    }
    forward(re, im, start, half, 2 * step, from, to);
    forward(re, im, start + half, half, 2 * step, from, to);
  }

  private void inverse(
      float[][] re, float[][] im, int start, int length, int step, int from, int to) {
    if (length == 1) {
      return;
    }
    if (length == 3) {
      int a = start;
      three(re[a], im[a], re[a + 1], im[a + 1], re[a + 2], im[a + 2], -SIN_60, from, to);
      return;
    }
    int half = length / 2;
    inverse(re, im, start, half, 2 * step, from, to);
    inverse(re, im, start + half, half, 2 * step, from, to);
    for (int a = start, i = 0; a < start + half; a++, i += step) {
      int b = a + half;
      join(re[a], im[a], re[b], im[b], cos[i], sin[i], from, to);
    }
  }

  /** a, b ← a + b, (a − b) w. */
  private static void split(
      float[] ar, float[] ai, float[] br, float[] bi, float wr, float wi, int from, int to) {
    for (int j = from; j < to; j++) {
      float xr = ar[j];
      float yr = br[j];
      float xi = ai[j];
      float yi = bi[j];
      float dr = xr - yr;
      float di = xi - yi;
      br[j] = dr * wr - di * wi;
      bi[j] = dr * wi + di * wr;
      ar[j] = xr + yr;
      ai[j] = xi + yi;
    }
  }

  /** a, b ← a + b w, a − b w. */
  private static void join(
      float[] ar, float[] ai, float[] br, float[] bi, float wr, float wi, int from, int to) {
    for (int j = from; j < to; j++) {
      float xr = ar[j];
      float xi = ai[j];
      float yr = br[j] * wr - bi[j] * wi;
      float yi = br[j] * wi + bi[j] * wr;
      ar[j] = xr + yr;
      ai[j] = xi + yi;
      br[j] = xr - yr;
      bi[j] = xi - yi;
    }
  }

  /** b ← a w. */
  private static void turn(
      float[] ar, float[] ai, float[] br, float[] bi, float wr, float wi, int from, int to) {
    for (int j = from; j < to; j++) {
      br[j] = ar[j] * wr - ai[j] * wi;
      bi[j] = ar[j] * wi + ai[j] * wr;
    }
  }

  /** a ← a + b w. */
  private static void addTurned(
      float[] ar, float[] ai, float[] br, float[] bi, float wr, float wi, int from, int to) {
    for (int j = from; j < to; j++) {
      ar[j] += br[j] * wr - bi[j] * wi;
      ai[j] += br[j] * wi + bi[j] * wr;
    }
  }

  /** The transform of three numbers by its definition; {@code s} is sin 60°, negative to undo. */
  private static void three(
      float[] ar,
      float[] ai,
      float[] br,
      float[] bi,
      float[] cr,
      float[] ci,
      float s,
      int from,
      int to) {
    for (int j = from; j < to; j++) {
      float xr = ar[j];
      float xi = ai[j];
      float sr = br[j] + cr[j];
      float si = bi[j] + ci[j];
      float dr = s * (br[j] - cr[j]);
      float di = s * (bi[j] - ci[j]);
      float mr = xr - 0.5f * sr;
      float mi = xi - 0.5f * si;
      ar[j] = xr + sr;
      ai[j] = xi + si;
      br[j] = mr + di;
      bi[j] = mi - dr;
      cr[j] = mr - di;
      ci[j] = mi + dr;
    }
  }
}
