package demitasse.runner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code binder/link} in repositories that were cloned from one place or another. */
class BinderLinkTest {
  private static final String END = "/HEAD?urlpath=lab/tree/work/00-welcome.ipynb";

  @TempDir Path copy;

  private record Result(int status, String output) {}

  private Result link(String origin, String... arguments) throws IOException, InterruptedException {
    ClonedCopy.make(copy, origin);
    List<String> command = new ArrayList<>(List.of("bash", "binder/link"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(copy.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output.strip());
  }

  @Test
  void everyWayToNameARepositoryLeadsToIt() throws Exception {
    String github = "https://mybinder.org/v2/gh/own/name" + END;
    assertEquals(github, link("https://github.com/own/name.git").output());
    assertEquals(github, link("git@github.com:own/name.git").output());
    assertEquals(github, link("ssh://git@github.com:22/own/name/").output());
    String elsewhere = "https://mybinder.org/v2/git/https%3A%2F%2Fgit.example.edu%2Fown%2Fname";
    assertEquals(elsewhere + END, link("ssh://git@git.example.edu:2222/own/name").output());
    assertEquals(
        "https://hub.example.edu/v2/gl/group%2Fpart%2Fname" + END,
        link("https://gitlab.com/group/part/name.git", "https://hub.example.edu/").output());
    assertEquals(
        "https://codespaces.new/own/name",
        link("git@github.com:own/name.git", "codespaces").output());
  }

  @Test
  void aTokenInTheAddressIsNotHandedOut() throws Exception {
    for (String host : List.of("github.com", "git.example.edu")) {
      Result link = link("https://somebody:secret@" + host + "/own/name.git");
      assertEquals(0, link.status(), link.output());
      assertFalse(link.output().contains("secret"), link.output());
    }
    Result refused = link("http://somebody:secret@git.example.edu/own/name.git");
    assertEquals(1, refused.status(), refused.output());
    assertFalse(refused.output().contains("secret"), refused.output());
  }

  @Test
  void whatCannotBeOpenedIsRefusedInOneLine() throws Exception {
    for (String[] wanted : new String[][] {{}, {"codespaces"}}) {
      Result refused = link("/srv/git/name", wanted);
      assertEquals(1, refused.status(), refused.output());
      assertEquals(1, refused.output().lines().count(), refused.output());
    }
    assertEquals(2, link("https://github.com/own/name", "codespace").status());
    Result help = link("https://github.com/own/name", "--help");
    assertEquals(0, help.status());
    assertTrue(help.output().startsWith("usage: binder/link"), help.output());
  }
}
