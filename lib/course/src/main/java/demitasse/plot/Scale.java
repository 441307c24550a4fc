package demitasse.plot;

/** How the numbers of an axis become places on it, in the units that XChart gets. */
interface Scale {
  /** Returns the lowest place. */
  double low();

  /**
   * Returns the highest place.
   *
   * @param numbers how many numbers the axis shows
   */
  double high(int numbers);

  /** Returns how many steps from tick to tick, and parts of one, the axis spans. */
  double ticks();

  /** Returns the places of the ticks, from the lowest to the highest of the axis. */
  double[] tickPlaces();

  /** Returns the place of a number; NaN for one that has none. */
  double units(double value);

  /** Returns the number at a place. */
  String label(double units);
}
