package demitasse.data.generated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import demitasse.data.Digests;
import demitasse.data.Mnist;
import org.junit.jupiter.api.Test;

class GeneratedDigitsTest {
  private static final Mnist DIGITS = Mnist.generated();

  @Test
  void areTheSameOnEveryMachine() {
    assertEquals(
        "3781659c2506865519f1a3a89aa53046806a13ec50dd2f5f798df707f638172f",
        Digests.pixels(DIGITS.train()));
    assertEquals(
        "7622494146cc5ee595be63479bf39a1ed280fc9cdda048ff07bf92a2736e21c5",
        Digests.labels(DIGITS.train()));
    assertEquals(
        "6c1375c1e7a725c32ed3f3ff0aa9dd3022d942ba39782b98ea15e14501e6a47c",
        Digests.pixels(DIGITS.test()));
    assertEquals(
        "d6fed7988d8ef16e1b3efe2e0a6cc8ff17c0c52a771dd8b66d7eb74e4db91c39",
        Digests.labels(DIGITS.test()));
  }

  @Test
  void everyDigitIsThereAboutEquallyOften() {
    for (int digit = 0; digit < 10; digit++) {
      int count = DIGITS.train().ofClass(digit).size();
      assertTrue(Math.abs(count - 6000) < 400, digit + ": " + count);
    }
  }

  @Test
  void everyDigitStaysClearOfTheEdge() {
    // MNIST's digits lie in the middle 20×20 pixels; a few of ours may reach further, none is cut.
    int touching = 0;
    for (int i = 0; i < DIGITS.test().size(); i++) {
      byte[] pixels = DIGITS.test().pixels(i);
      for (int p = 0; p < 28; p++) {
        if (pixels[p] != 0 || pixels[27 * 28 + p] != 0) {
          touching++;
          break;
        }
      }
    }
    assertTrue(touching < 100, touching + " digits touch the top or bottom edge");
  }
}
