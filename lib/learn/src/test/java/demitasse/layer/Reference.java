package demitasse.layer;

/**
 * What layers compute, written as plain loops in double precision: slow, and with nothing in common
 * with the engines. Images are (batch, channels, height, width), row by row.
 */
final class Reference {
  private Reference() {}

  /** Where a window of k starts and how many places it has, for one axis of n values. */
  record Axis(int n, int k, int stride, boolean same) {
    int places() {
      return same ? (int) Math.ceil((double) n / stride) : (n - k) / stride + 1;
    }

    /** TensorFlow's rule: the smaller half of the border stands before. */
    int before() {
      return same ? Math.max((places() - 1) * stride + k - n, 0) / 2 : 0;
    }
  }

  static double[] dense(double[] x, double[] w, double[] b, int batch, int inputs, int units) {
    double[] y = new double[batch * units];
    for (int n = 0; n < batch; n++) {
      for (int u = 0; u < units; u++) {
        double sum = b[u];
        for (int i = 0; i < inputs; i++) {
          sum += w[u * inputs + i] * x[n * inputs + i];
        }
        y[n * units + u] = sum;
      }
    }
    return y;
  }

  static double[] conv(
      double[] x, double[] w, double[] b, int batch, int channels, int filters, Axis h, Axis v) {
    int rows = h.places();
    int columns = v.places();
    int k = h.k();
    double[] y = new double[batch * filters * rows * columns];
    for (int n = 0; n < batch; n++) {
      for (int f = 0; f < filters; f++) {
        for (int r = 0; r < rows; r++) {
          for (int c = 0; c < columns; c++) {
            double sum = b[f];
            for (int ch = 0; ch < channels; ch++) {
              for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                  int row = r * h.stride() - h.before() + i;
                  int column = c * v.stride() - v.before() + j;
                  if (row >= 0 && row < h.n() && column >= 0 && column < v.n()) {
                    sum +=
                        w[((f * channels + ch) * k + i) * k + j]
                            * x[((n * channels + ch) * h.n() + row) * v.n() + column];
                  }
                }
              }
            }
            y[((n * filters + f) * rows + r) * columns + c] = sum;
          }
        }
      }
    }
    return y;
  }

  /** Lays a filter down for each pixel; weights are (filters, k, k, channels). */
  static double[] convTranspose(
      double[] x,
      double[] w,
      double[] b,
      int batch,
      int channels,
      int filters,
      int height,
      int width,
      int k,
      int stride,
      boolean same) {
    int beyond = Math.max(k - stride, 0);
    int rows = height * stride + (same ? 0 : beyond);
    int columns = width * stride + (same ? 0 : beyond);
    int cut = same ? beyond / 2 : 0;
    double[] y = new double[batch * filters * rows * columns];
    for (int n = 0; n < batch; n++) {
      for (int f = 0; f < filters; f++) {
        int plane = (n * filters + f) * rows * columns;
        java.util.Arrays.fill(y, plane, plane + rows * columns, b[f]);
        for (int ch = 0; ch < channels; ch++) {
          for (int r = 0; r < height; r++) {
            for (int c = 0; c < width; c++) {
              double value = x[((n * channels + ch) * height + r) * width + c];
              for (int i = 0; i < k; i++) {
                for (int j = 0; j < k; j++) {
                  int row = r * stride + i - cut;
                  int column = c * stride + j - cut;
                  if (row >= 0 && row < rows && column >= 0 && column < columns) {
                    y[plane + row * columns + column] +=
                        value * w[((f * k + i) * k + j) * channels + ch];
                  }
                }
              }
            }
          }
        }
      }
    }
    return y;
  }

  static double[] maxPool(double[] x, int planes, Axis h, Axis v) {
    int rows = h.places();
    int columns = v.places();
    double[] y = new double[planes * rows * columns];
    for (int p = 0; p < planes; p++) {
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          double largest = Double.NEGATIVE_INFINITY;
          for (int i = 0; i < h.k(); i++) {
            for (int j = 0; j < v.k(); j++) {
              int row = r * h.stride() - h.before() + i;
              int column = c * v.stride() - v.before() + j;
              if (row >= 0 && row < h.n() && column >= 0 && column < v.n()) {
                largest = Math.max(largest, x[(p * h.n() + row) * v.n() + column]);
              }
            }
          }
          y[(p * rows + r) * columns + c] = largest;
        }
      }
    }
    return y;
  }

  /**
   * Mean and biased variance of each channel, in turn: (mean of 0, variance of 0, mean of 1, …).
   */
  static double[] moments(double[] x, int batch, int channels, int plane) {
    double[] moments = new double[2 * channels];
    for (int ch = 0; ch < channels; ch++) {
      double sum = 0;
      double squares = 0;
      for (int n = 0; n < batch; n++) {
        for (int p = 0; p < plane; p++) {
          double value = x[(n * channels + ch) * plane + p];
          sum += value;
          squares += value * value;
        }
      }
      int count = batch * plane;
      moments[2 * ch] = sum / count;
      moments[2 * ch + 1] = squares / count - sum / count * (sum / count);
    }
    return moments;
  }

  static double[] normalize(
      double[] x,
      double[] moments,
      double[] gamma,
      double[] beta,
      int channels,
      int plane,
      double epsilon) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      int ch = i / plane % channels;
      double deviation = Math.sqrt(moments[2 * ch + 1] + epsilon);
      y[i] = gamma[ch] * (x[i] - moments[2 * ch]) / deviation + beta[ch];
    }
    return y;
  }

  static double[] softmax(double[] x, int batch) {
    int classes = x.length / batch;
    double[] y = new double[x.length];
    for (int n = 0; n < batch; n++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(x[n * classes + c]);
      }
      for (int c = 0; c < classes; c++) {
        y[n * classes + c] = Math.exp(x[n * classes + c]) / sum;
      }
    }
    return y;
  }
}
