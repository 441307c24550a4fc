package demitasse.runner;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The demonstrations that the site offers, each below a cell of a chapter. */
enum Demo {
  /** Draw a digit; the classifier of chapter 2 reads it. */
  DIGIT("02-digit-classifier", "mnist-course", List.of("digit.js"), "digit.onnx"),
  /** Show an image to the classifier of chapter 3. */
  PICTURE("03-cifar100-classifier", "own", List.of("picture.js"), "picture.onnx"),
  /** Move a latent vector of chapter 7's autoencoder. */
  LATENT(
      "07-elu-autoencoder",
      "course",
      List.of("points.js", "latent.js"),
      "decoder.onnx",
      "map.json",
      "codes"),
  /** Explore the map of chapter 9. */
  MAP(
      "09-tsne-visualisation",
      "thumbnails",
      List.of("points.js", "map.js"),
      "map.json",
      "thumbnails");

  /** What ONNX Runtime is made of, as {@link OnnxRuntimeWeb} writes it. */
  private static final List<String> RUNTIME =
      List.of(
          OnnxRuntimeWeb.SCRIPT,
          DemoFolder.scriptOf(OnnxRuntimeWeb.GLUE),
          DemoFolder.scriptOf(OnnxRuntimeWeb.WASM));

  private final String chapter;
  private final String cell;
  private final List<String> scripts;
  private final List<String> data;

  Demo(String chapter, String cell, List<String> scripts, String... data) {
    this.chapter = chapter;
    this.cell = cell;
    this.scripts = scripts;
    this.data = List.of(data);
  }

  /** Returns its name in the pages. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the name of the chapter that it belongs to. */
  String chapter() {
    return chapter;
  }

  /** Returns the id of the cell below which it stands. */
  String cell() {
    return cell;
  }

  /** Returns the id of its part of a page. */
  String place() {
    return "demo-" + id();
  }

  /** Returns its own scripts, which the site's resources hold, in the order in which they run. */
  List<String> scripts() {
    return scripts;
  }

  /** Returns the files that it loads when a reader scrolls to it. */
  List<String> loaded() {
    boolean infers = data.stream().anyMatch(file -> file.endsWith(".onnx"));
    return Stream.concat(
            infers ? RUNTIME.stream() : Stream.empty(), data.stream().map(DemoFolder::scriptOf))
        .toList();
  }
}
