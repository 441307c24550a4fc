package demitasse.cluster;

/** Where k-means starts. */
public enum Init {
  /**
   * Points of the data far from each other: each next one is drawn with probability in proportion
   * to the squared distance from those there are, the best of some draws (Arthur and Vassilvitskii
   * 2007, "k-means++: the advantages of careful seeding", sections 2.2 and 7).
   */
  K_MEANS_PLUS_PLUS,
  /** Points of the data, all alike. */
  RANDOM
}
