package demitasse.data.download;

import demitasse.data.format.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The files that are known: {@code data/catalogue.csv} of the project, which travels in the jar.
 */
public final class Catalogue {
  private static final String RESOURCE = "catalogue.csv";
  private static final String HEADER = "set,file,bytes,sha256,packed_in,mirrors,license";

  private final List<Entry> entries;

  /**
   * One file.
   *
   * @param set the data set and the name of its folder
   * @param file its name in that folder
   * @param bytes its size
   * @param sha256 its sum, in lower-case hexadecimal
   * @param packedIn the file that it is the unpacked content of, or empty
   * @param mirrors where it can be fetched, in the order of trying
   * @param license the terms of the set in a few words
   */
  public record Entry(
      String set,
      String file,
      long bytes,
      String sha256,
      String packedIn,
      List<URI> mirrors,
      String license) {}

  private Catalogue(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  public static Catalogue bundled() {
    try (InputStream in = Catalogue.class.getResourceAsStream(RESOURCE)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Catalogue parse(String csv) {
    List<String> lines = csv.lines().filter(line -> !line.isBlank()).toList();
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new DataException(RESOURCE + ": the first line must be " + HEADER);
    }
    return new Catalogue(lines.stream().skip(1).map(Catalogue::parseLine).toList());
  }

  private static Entry parseLine(String line) {
    String[] parts = line.split(",", -1);
    if (parts.length != HEADER.split(",").length || !parts[3].matches("[0-9a-f]{64}")) {
      throw new DataException(
          RESOURCE + ": this line does not have the form of the first: " + line);
    }
    List<URI> mirrors =
        Arrays.stream(parts[5].split(" ")).filter(m -> !m.isEmpty()).map(URI::create).toList();
    for (URI mirror : mirrors) {
      if (!Connections.isSafe(mirror)) {
        throw new DataException(RESOURCE + ": " + mirror + " is not https");
      }
    }
    return new Entry(
        parts[0], parts[1], Long.parseLong(parts[2]), parts[3], parts[4], mirrors, parts[6]);
  }

  /** Returns the files of a set that can be fetched. */
  public List<Entry> downloads(String set) {
    return entries.stream().filter(e -> e.set().equals(set) && e.packedIn().isEmpty()).toList();
  }

  /** Tells whether a file of a set with this name and this sum has been published. */
  public boolean has(String set, String file, String sha256) {
    return entries.stream()
        .anyMatch(e -> e.set().equals(set) && e.file().equals(file) && e.sha256().equals(sha256));
  }
}
