package demitasse.data;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The classes of CIFAR-100: 20 coarse ones with five fine ones each (Krizhevsky, Learning multiple
 * layers of features from tiny images, 2009). Both are numbered in the order of their names.
 */
final class CifarClasses {
  private static final Map<String, List<String>> FINE_OF =
      new TreeMap<>(
          Map.ofEntries(
              group("aquatic_mammals", "beaver", "dolphin", "otter", "seal", "whale"),
              group("fish", "aquarium_fish", "flatfish", "ray", "shark", "trout"),
              group("flowers", "orchid", "poppy", "rose", "sunflower", "tulip"),
              group("food_containers", "bottle", "bowl", "can", "cup", "plate"),
              group("fruit_and_vegetables", "apple", "mushroom", "orange", "pear", "sweet_pepper"),
              group(
                  "household_electrical_devices",
                  "clock",
                  "keyboard",
                  "lamp",
                  "telephone",
                  "television"),
              group("household_furniture", "bed", "chair", "couch", "table", "wardrobe"),
              group("insects", "bee", "beetle", "butterfly", "caterpillar", "cockroach"),
              group("large_carnivores", "bear", "leopard", "lion", "tiger", "wolf"),
              group(
                  "large_man-made_outdoor_things",
                  "bridge",
                  "castle",
                  "house",
                  "road",
                  "skyscraper"),
              group("large_natural_outdoor_scenes", "cloud", "forest", "mountain", "plain", "sea"),
              group(
                  "large_omnivores_and_herbivores",
                  "camel",
                  "cattle",
                  "chimpanzee",
                  "elephant",
                  "kangaroo"),
              group("medium_mammals", "fox", "porcupine", "possum", "raccoon", "skunk"),
              group("non-insect_invertebrates", "crab", "lobster", "snail", "spider", "worm"),
              group("people", "baby", "boy", "girl", "man", "woman"),
              group("reptiles", "crocodile", "dinosaur", "lizard", "snake", "turtle"),
              group("small_mammals", "hamster", "mouse", "rabbit", "shrew", "squirrel"),
              group("trees", "maple_tree", "oak_tree", "palm_tree", "pine_tree", "willow_tree"),
              group("vehicles_1", "bicycle", "bus", "motorcycle", "pickup_truck", "train"),
              group("vehicles_2", "lawn_mower", "rocket", "streetcar", "tank", "tractor")));

  static final List<String> COARSE = List.copyOf(FINE_OF.keySet());
  public static final List<String> FINE =
      FINE_OF.values().stream().flatMap(List::stream).sorted().toList();

  private CifarClasses() {}

  private static Map.Entry<String, List<String>> group(String coarse, String... fine) {
    return Map.entry(coarse, List.of(fine));
  }

  /** Returns the coarse label of each fine label. */
  static int[] coarseOf() {
    return FINE.stream().mapToInt(CifarClasses::coarseOf).toArray();
  }

  private static int coarseOf(String fine) {
    for (int coarse = 0; coarse < COARSE.size(); coarse++) {
      if (FINE_OF.get(COARSE.get(coarse)).contains(fine)) {
        return coarse;
      }
    }
    throw new IllegalArgumentException("CIFAR-100 has no class \"" + fine + "\"");
  }
}
