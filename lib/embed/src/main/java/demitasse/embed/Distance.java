package demitasse.embed;

/** How far two points are from each other. */
public enum Distance {
  /** |a − b|. */
  EUCLIDEAN,
  /** 1 − a·b / |a| |b|: directions count, lengths do not. */
  COSINE
}
