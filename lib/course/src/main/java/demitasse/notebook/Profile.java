package demitasse.notebook;

import java.util.Arrays;
import java.util.Locale;

/**
 * How much a notebook computes; the environment variable {@code DEMITASSE_PROFILE} picks it.
 *
 * <p>The numbers themselves stand in the notebook: {@code int epochs = profile.pick(1, 10, 10);}
 */
public enum Profile {
  /** For CI and a first smoke test: each notebook under a minute. */
  QUICK,
  /** For stepping through: each notebook in a few minutes, with the chapter's figures. */
  STANDARD,
  /** Long trainings, up to hours: as near to the original lessons' size as two cores allow. */
  FULL;

  /** The environment variable that picks the profile. */
  public static final String VARIABLE = "DEMITASSE_PROFILE";

  /**
   * Returns the profile that the environment asks for, {@link #STANDARD} if it asks for none.
   *
   * @throws IllegalArgumentException if it asks for one that does not exist
   */
  public static Profile current() {
    return parse(System.getenv(VARIABLE));
  }

  static Profile parse(String name) {
    if (name == null || name.isBlank()) {
      return STANDARD;
    }
    return Arrays.stream(values())
        .filter(profile -> profile.toString().equalsIgnoreCase(name.strip()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    VARIABLE + "=" + name + " is none of quick, standard, full"));
  }

  /** Returns the number for this profile. */
  public int pick(int quick, int standard, int full) {
    return switch (this) {
      case QUICK -> quick;
      case STANDARD -> standard;
      case FULL -> full;
    };
  }

  /** Returns the number for this profile. */
  public double pick(double quick, double standard, double full) {
    return switch (this) {
      case QUICK -> quick;
      case STANDARD -> standard;
      case FULL -> full;
    };
  }

  /** Returns the name as the environment variable has it, such as {@code quick}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
