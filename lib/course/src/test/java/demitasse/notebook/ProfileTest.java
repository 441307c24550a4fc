package demitasse.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProfileTest {
  @Test
  void standardUnlessAskedOtherwise() {
    assertEquals(Profile.STANDARD, Profile.parse(null));
    assertEquals(Profile.STANDARD, Profile.parse(" "));
    assertEquals(Profile.QUICK, Profile.parse("quick"));
    assertEquals(Profile.FULL, Profile.parse(" Full "));
    var unknown = assertThrows(IllegalArgumentException.class, () -> Profile.parse("fast"));
    assertTrue(unknown.getMessage().contains("DEMITASSE_PROFILE=fast"), unknown.getMessage());
  }

  @Test
  void picksItsNumber() {
    assertEquals(1, Profile.QUICK.pick(1, 10, 20));
    assertEquals(10, Profile.STANDARD.pick(1, 10, 20));
    assertEquals(0.3, Profile.FULL.pick(0.1, 0.2, 0.3));
  }
}
