package demitasse.runner;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code ./demitasse clean [--check] [CHAPTER…]}: brings chapters into the form in which they are
 * kept, or only says which are not.
 *
 * <p>Exit status: 0 if all are clean now, 1 if {@code --check} found one that is not, 2 if a
 * chapter does not exist or is no notebook.
 */
public final class CleanCommand {
  private CleanCommand() {}

  /** Cleans the chapters named by the arguments, all without any. */
  public static void main(String[] args) throws IOException {
    List<String> names = new ArrayList<>(List.of(args));
    boolean check = names.remove("--check");
    List<Path> unclean = new ArrayList<>();
    try {
      for (Path chapter : Project.around(Path.of("")).chapters(names)) {
        Notebook.read(chapter); // refuses what is no notebook, before anything is written
        JsonObject clean = CleanNotebook.of(NotebookFile.read(chapter));
        if (!Files.readString(chapter).equals(NotebookFile.text(clean))) {
          unclean.add(chapter);
          if (!check) {
            NotebookFile.write(clean, chapter);
          }
        }
      }
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
    for (Path chapter : unclean) {
      System.out.println(chapter.getFileName() + (check ? " is not clean" : " cleaned"));
    }
    if (unclean.isEmpty()) {
      System.out.println("all clean");
    }
    System.exit(check && !unclean.isEmpty() ? 1 : 0);
  }
}
