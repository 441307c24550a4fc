package demitasse.plot;

import java.awt.Color;

/**
 * How people see colours: with all three kinds of cones, or with two.
 *
 * <p>The simulation is that of Machado, Oliveira and Fernandes, A Physiologically-based Model for
 * Simulation of Color Vision Deficiency (IEEE TVCG 2009), severity 1.0. The difference of two
 * colours is CIEDE2000 as Sharma, Wu and Dalal give it (Color Research and Application 2005).
 */
enum ColorVision {
  NORMAL(1, 0, 0, 0, 1, 0, 0, 0, 1),
  PROTANOPIA(
      0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998),
  DEUTERANOPIA(
      0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881),
  TRITANOPIA(
      1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900);

  private static final double[] TO_XYZ = {
    0.4124564, 0.3575761, 0.1804375, 0.2126729, 0.7151522, 0.0721750, 0.0193339, 0.1191920,
    0.9503041
  };
  private static final double[] WHITE = {0.95047, 1, 1.08883};

  private final double[] matrix;

  ColorVision(double... matrix) {
    this.matrix = matrix;
  }

  /** Returns how different two colours look. */
  double difference(Color one, Color other) {
    return deltaE2000(lab(one), lab(other));
  }

  /** Returns the relative luminance of a colour, from 0 to 1. */
  static double luminance(Color color) {
    return product(TO_XYZ, linear(color))[1];
  }

  private double[] lab(Color color) {
    double[] seen = product(matrix, linear(color));
    for (int i = 0; i < 3; i++) {
      seen[i] = Math.max(0, Math.min(1, seen[i]));
    }
    double[] xyz = product(TO_XYZ, seen);
    double[] f = new double[3];
    for (int i = 0; i < 3; i++) {
      double t = xyz[i] / WHITE[i];
      f[i] = t > 216.0 / 24389 ? Math.cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
    return new double[] {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
  }

  private static double[] linear(Color color) {
    double[] linear = new double[3];
    float[] channels = color.getRGBColorComponents(null);
    for (int i = 0; i < 3; i++) {
      double c = channels[i];
      linear[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
    return linear;
  }

  private static double[] product(double[] m, double[] v) {
    double[] product = new double[3];
    for (int i = 0; i < 3; i++) {
      product[i] = m[3 * i] * v[0] + m[3 * i + 1] * v[1] + m[3 * i + 2] * v[2];
    }
    return product;
  }

  static double deltaE2000(double[] one, double[] other) {
    double middleChroma = (Math.hypot(one[1], one[2]) + Math.hypot(other[1], other[2])) / 2;
    double g = 0.5 * (1 - Math.sqrt(share(middleChroma)));
    double a1 = (1 + g) * one[1];
    double a2 = (1 + g) * other[1];
    double c1 = Math.hypot(a1, one[2]);
    double c2 = Math.hypot(a2, other[2]);
    double h1 = degrees(a1, one[2]);
    double h2 = degrees(a2, other[2]);
    double turn = h2 - h1;
    double hue = (h1 + h2) / 2;
    if (c1 * c2 == 0) {
      turn = 0;
      hue = h1 + h2;
    } else if (Math.abs(turn) > 180) {
      turn -= Math.signum(turn) * 360;
      hue += h1 + h2 < 360 ? 180 : -180;
    }
    double lightness = (one[0] + other[0]) / 2 - 50;
    double c = (c1 + c2) / 2;
    double t =
        1
            - 0.17 * cos(hue - 30)
            + 0.24 * cos(2 * hue)
            + 0.32 * cos(3 * hue + 6)
            - 0.20 * cos(4 * hue - 63);
    double dl =
        (other[0] - one[0])
            / (1 + 0.015 * lightness * lightness / Math.sqrt(20 + lightness * lightness));
    double dc = (c2 - c1) / (1 + 0.045 * c);
    double dh = 2 * Math.sqrt(c1 * c2) * Math.sin(Math.toRadians(turn / 2)) / (1 + 0.015 * c * t);
    double angle = 60 * Math.exp(-Math.pow((hue - 275) / 25, 2));
    double rotation = -2 * Math.sqrt(share(c)) * Math.sin(Math.toRadians(angle));
    return Math.sqrt(dl * dl + dc * dc + dh * dh + rotation * dc * dh);
  }

  private static double share(double chroma) {
    double seventh = Math.pow(chroma, 7);
    return seventh / (seventh + Math.pow(25, 7));
  }

  private static double degrees(double a, double b) {
    double angle = Math.toDegrees(Math.atan2(b, a));
    return angle < 0 ? angle + 360 : angle;
  }

  private static double cos(double degrees) {
    return Math.cos(Math.toRadians(degrees));
  }
}
