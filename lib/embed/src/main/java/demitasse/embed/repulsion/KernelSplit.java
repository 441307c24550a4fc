package demitasse.embed.repulsion;

/**
 * The kernel k(u) = 1 / (1 + u) of the squared distance u as a near part, which is zero from the
 * cutoff u_c on, and a far part, which is smooth enough for a coarse grid.
 *
 * <p>Inside the cutoff the far part is the Taylor polynomial of k around u_c, as in multilevel
 * summation (Hardy et al. 2015, "Multilevel summation method for electrostatic force evaluation",
 * section 2). For this kernel, what remains has a closed form:
 *
 * <pre>near(u) = k(u) s(u)^m,  s(u) = (u_c − u) / (1 + u_c),  m = 4</pre>
 *
 * @param squaredCutoff u_c; 0 leaves all to the far part
 */
record KernelSplit(float squaredCutoff) {
  /**
   * Returns how much more the far part is at u than at {@code lowest}, which is u_c or more. The
   * difference is taken before it is rounded: on a map small beside the kernel's width, all values
   * of k are close to 1.
   */
  double far(double u, double lowest) {
    double k = 1 / (1 + u);
    double above = (lowest - u) * k / (1 + lowest);
    if (u >= squaredCutoff) {
      return above;
    }
    double s = (squaredCutoff - u) / (1 + squaredCutoff);
    return above - k * s * s * s * s;
  }
}
