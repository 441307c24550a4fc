package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import demitasse.data.ImageSet;
import demitasse.data.Mnist;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemosTest {
  private static final int LENGTH = 12;

  @TempDir Path site;

  /** Returns what a page gets of a packed file. */
  private byte[] unpacked(String name) throws IOException {
    String script = Files.readString(site.resolve("demos").resolve(name + ".js"));
    assertTrue(script.startsWith("demos.keep('" + name + "', '"), script.substring(0, 40));
    String base64 = script.substring(script.indexOf(", '") + 3, script.lastIndexOf('\''));
    byte[] packed = Base64.getDecoder().decode(base64);
    try (var gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return gzip.readAllBytes();
    }
  }

  /** Returns demonstrations whose files have something in them, and a picture to try. */
  private Demos filled() throws IOException {
    DemoFolder folder = DemoFolder.in(site);
    for (Demo demo : Demo.values()) {
      for (String file : demo.loaded()) {
        folder.write(file, new byte[50_000]);
      }
    }
    Path pictures = Project.around(Path.of("")).pictures();
    return new Demos(folder, List.of(pictures.resolve("apple.jpg")));
  }

  @Test
  void aFileArrivesAsItWas() throws IOException {
    byte[] bytes = new byte[10_000];
    new Random(1).nextBytes(bytes);
    DemoFolder.in(site).pack("some.onnx", bytes);
    assertArrayEquals(bytes, unpacked("some.onnx"));
  }

  @Test
  void eachBelongsToACellThatThereIs() throws IOException {
    Project project = Project.around(Path.of(""));
    for (Demo demo : Demo.values()) {
      JsonObject notebook =
          NotebookFile.read(project.notebooks().resolve(demo.chapter() + Notebook.ENDING));
      assertTrue(
          notebook.getAsJsonArray("cells").asList().stream()
              .anyMatch(cell -> cell.getAsJsonObject().get("id").getAsString().equals(demo.cell())),
          () -> demo + ": no cell " + demo.cell() + " in " + demo.chapter());
    }
  }

  @Test
  void standsBelowItsCellAndSaysItsWeight() throws IOException {
    String fragment =
        "<div id=\"cell-id=mnist-filters\"></div><div id=\"cell-id=mnist-course\"></div>";
    SitePage page = SitePage.of("02-digit-classifier", fragment, List.of(), Optional.of(filled()));
    assertEquals(Set.of(Demo.DIGIT), page.demos());
    Element demo = Jsoup.parseBodyFragment(page.body()).body().lastElementChild();
    assertEquals("cell-id=mnist-course", demo.previousElementSibling().id());
    assertEquals("digit", demo.attr("data-demo"));
    assertEquals("Draw a digit", demo.getElementById(demo.attr("aria-labelledby")).text());
    // Four files: three of ONNX Runtime, and the model.
    assertTrue(demo.text().contains("it loads 0.2 MB, once"), demo.text());
    for (Element canvas : demo.select("canvas")) {
      assertTrue(!canvas.attr("aria-label").isEmpty(), "a canvas says what it shows");
    }

    SitePage other = SitePage.of("05-a", fragment, List.of(), Optional.of(filled()));
    assertEquals(Set.of(), other.demos());
  }

  @Test
  void thePageToTryHasAllAndEachFileThatItNames() throws IOException {
    Demos demos = filled();
    demos.writeScripts();
    SitePage chapter =
        SitePage.of(
            "09-tsne-visualisation",
            "<h1>Nine</h1><div id=\"cell-id=thumbnails\"></div>",
            List.of(),
            Optional.of(demos));
    String html =
        new SiteFrame(new Elsewhere(Optional.empty(), Optional.empty()), true)
            .tryIt(demos, List.of(chapter));
    Document page = Jsoup.parse(html);
    assertEquals(Demo.values().length, page.select("[data-demo]").size());
    assertEquals(List.of("apple"), page.select(".samples img").eachAttr("alt"));
    assertEquals(
        List.of("09-tsne-visualisation.html#demo-map"),
        page.select("main .caption a").eachAttr("href"));
    List<String> named = new ArrayList<>(page.select("script[src^=demos/]").eachAttr("src"));
    named.addAll(page.select("link[href^=demos/]").eachAttr("href"));
    assertTrue(named.containsAll(List.of("demos/runtime.js", "demos/demos.css")), named.toString());
    for (String file : named) {
      assertTrue(Files.exists(site.resolve(file)), file);
    }
  }

  @Test
  void theMapKeepsImagesVectorsAndDirections() throws IOException {
    ImageSet images = Mnist.generated().train().take(60);
    Random random = new Random(3);
    float[][] codes = new float[60][LENGTH];
    for (float[] code : codes) {
      for (int k = 0; k < LENGTH; k++) {
        code[k] = (float) (random.nextGaussian() * Math.pow(1.6, k));
      }
    }
    DemoMap.of(images, codes).write(DemoFolder.in(site));

    String json = new String(unpacked("map.json"), StandardCharsets.UTF_8);
    JsonObject map = JsonParser.parseString(json).getAsJsonObject();
    byte[] levels = unpacked("codes");
    byte[] pixels = unpacked("thumbnails");
    float[] scales = floats(map.getAsJsonArray("scales"));
    float[] means = floats(map.getAsJsonArray("means"));
    float[] x = floats(map.getAsJsonArray("x"));
    float[] y = floats(map.getAsJsonArray("y"));
    for (int i = 0; i < 60; i++) {
      assertEquals(images.label(i), map.get("labels").getAsString().charAt(i) - '0');
      assertTrue(x[i] >= 0 && x[i] <= 1 && y[i] >= 0 && y[i] <= 1, x[i] + ", " + y[i]);
      for (int k = 0; k < LENGTH; k++) {
        assertEquals(codes[i][k], levels[i * LENGTH + k] * scales[k], scales[k]);
      }
      byte[] image = images.pixels(i);
      for (int p = 0; p < image.length; p++) {
        int pair = pixels[(i * image.length + p) / 2];
        int level = p % 2 == 0 ? pair >> 4 & 15 : pair & 15;
        assertEquals(image[p] & 0xff, 17 * level, 9);
      }
    }
    JsonArray directions = map.getAsJsonArray("directions");
    float[] deviations = floats(map.getAsJsonArray("deviations"));
    for (int d = 0; d < directions.size(); d++) {
      float[] direction = floats(directions.get(d).getAsJsonArray());
      assertEquals(1, product(direction, direction), 1e-4);
      double squares = 0;
      for (float[] code : codes) {
        squares += Math.pow(product(direction, code) - product(direction, means), 2) / 60;
      }
      assertEquals(Math.sqrt(squares), deviations[d], 1e-3 * deviations[d]);
      assertTrue(d == 0 || deviations[d] <= deviations[d - 1], Arrays.toString(deviations));
    }
  }

  /** The pages' promise: together with the 5 MB of ONNX Runtime they stay below 15 MB. */
  @Test
  void theModelsAreWholeAndSmall() throws IOException {
    DemoFolder folder = DemoFolder.in(site);
    DemoModels.write(folder, 200);
    long sum = 0;
    for (Demo demo : EnumSet.allOf(Demo.class)) {
      for (String file : demo.loaded()) {
        if (!file.startsWith("ort")) {
          assertTrue(folder.size(file) > 1_000, file);
          sum += folder.size(file);
        }
      }
    }
    assertTrue(sum < 10_000_000, "they have grown to " + sum + " bytes");
    // ONNX begins with the field for the version of its format.
    assertEquals(8, unpacked("digit.onnx")[0]);
  }

  private static double product(float[] one, float[] other) {
    double sum = 0;
    for (int k = 0; k < one.length; k++) {
      sum += one[k] * other[k];
    }
    return sum;
  }

  private static float[] floats(JsonArray array) {
    float[] floats = new float[array.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = array.get(i).getAsFloat();
    }
    return floats;
  }
}
