package demitasse.runner;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;

/** Takes the pictures out of an executed notebook and keeps them as files beside its page. */
final class Gallery {
  /** Folder of the pictures, as seen from the pages. */
  static final String FOLDER = "pictures";

  /** The tag of the cell whose picture stands for the chapter; without one, the first good plot. */
  private static final String THUMBNAIL_TAG = "thumbnail";

  private static final int THUMBNAIL_WIDTH = 480;
  private static final int THUMBNAIL_HEIGHT = 300;
  private static final List<String> TYPES = List.of("image/svg+xml", "image/png", "image/jpeg");
  private static final Pattern EMBEDDED =
      Pattern.compile("data:(image/(?:png|jpeg|gif));base64,([A-Za-z0-9+/=\\s]+)");

  private final Path site;
  private final String name;
  private int count;
  private Optional<Picture> best = Optional.empty();

  /**
   * Makes room: what an earlier call has left of the chapter's pictures goes.
   *
   * @param site folder of the pages
   * @param name of the chapter
   */
  Gallery(Path site, String name) {
    this.site = site;
    this.name = name;
    Path folder = site.resolve(FOLDER);
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder, name + "[-.]*")) {
        for (Path picture : earlier) {
          Files.delete(picture);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the notebook with HTML outputs that point to picture files in place of the pictures,
   * and writes the files.
   */
  JsonObject hang(JsonObject executed) {
    JsonObject notebook = executed.deepCopy();
    for (JsonElement each : notebook.getAsJsonArray("cells")) {
      JsonObject cell = each.getAsJsonObject();
      if (cell.has("outputs")) {
        boolean chosen = Notebook.tags(cell).contains(THUMBNAIL_TAG);
        for (JsonElement output : cell.getAsJsonArray("outputs")) {
          if (output.getAsJsonObject().has("data")) {
            hangPictures(output.getAsJsonObject(), chosen);
          }
        }
      }
    }
    best.ifPresent(
        picture -> write(picture.thumbnail(THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT), thumbnail()));
    return notebook;
  }

  /** Keeps a drawing that stands in an output, as a file; returns its place. */
  String keepDrawing(String svg) {
    String standing =
        svg.contains("xmlns=")
            ? svg
            : svg.replaceFirst("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"");
    return keep(new Picture("image/svg+xml", standing.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns the thumbnail's place, seen from the pages; empty if no picture was good enough. */
  Optional<String> thumbnailIfAny() {
    return best.map(picture -> thumbnail());
  }

  private String thumbnail() {
    return FOLDER + "/" + name + ".jpg";
  }

  private void hangPictures(JsonObject output, boolean chosen) {
    JsonObject data = output.getAsJsonObject("data");
    for (String type : TYPES) {
      if (data.has(type)) {
        String text = NotebookFile.joined(data.get(type));
        byte[] bytes =
            type.equals("image/svg+xml")
                ? text.getBytes(StandardCharsets.UTF_8)
                : Base64.getMimeDecoder().decode(text);
        replace(data, image(new Picture(type, bytes), alt(output, type), chosen));
        return;
      }
    }
    if (data.has("text/html")) {
      String html = NotebookFile.joined(data.get("text/html"));
      Matcher embedded = EMBEDDED.matcher(html);
      String hung =
          embedded.replaceAll(
              found ->
                  keep(
                      new Picture(found.group(1), Base64.getMimeDecoder().decode(found.group(2)))));
      replace(data, hung);
    }
  }

  private static void replace(JsonObject data, String html) {
    data.asMap().clear();
    data.add("text/html", NotebookFile.lines(html));
  }

  /** What a picture shows: as the output says, else the text for those who see no pictures. */
  private static String alt(JsonObject output, String type) {
    JsonObject metadata = output.getAsJsonObject("metadata");
    if (metadata != null && metadata.get(type) instanceof JsonObject about && about.has("alt")) {
      return about.get("alt").getAsString();
    }
    JsonElement text = output.getAsJsonObject("data").get("text/plain");
    return text == null ? "" : NotebookFile.joined(text);
  }

  private String image(Picture picture, String alt, boolean chosen) {
    BufferedImage pixels = picture.pixels();
    if (pixels == null) {
      return "<img src=\"%s\" alt=\"%s\">".formatted(keep(picture), Entities.escape(alt));
    }
    if (chosen || best.isEmpty() && isPlot(pixels)) {
      best = Optional.of(picture);
    }
    return "<img src=\"%s\" width=\"%d\" height=\"%d\" alt=\"%s\">"
        .formatted(keep(picture), pixels.getWidth(), pixels.getHeight(), Entities.escape(alt));
  }

  /** Wide and high enough to say something in a thumbnail. */
  private static boolean isPlot(BufferedImage pixels) {
    double ratio = (double) pixels.getWidth() / pixels.getHeight();
    return pixels.getWidth() >= 300 && pixels.getHeight() >= 200 && ratio > 0.6 && ratio < 2.5;
  }

  private String keep(Picture picture) {
    Picture compact = picture.compact();
    String place = FOLDER + "/" + name + "-" + ++count + compact.ending();
    write(compact, place);
    return place;
  }

  private void write(Picture picture, String place) {
    try {
      Files.write(site.resolve(place), picture.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
