package io.github.spencerpark.ijava.magics;

import demitasse.kernel.api.Notebook;
import java.util.List;

/** Finds libraries, as the magics do. */
public final class MavenResolver {
  private final Notebook notebook;

  /** Creates a resolver for a session. */
  public MavenResolver(Notebook notebook) {
    this.notebook = notebook;
  }

  /** Adds a repository: its id and its URL. */
  public void addMavenRepo(List<String> args) {
    notebook.lineMagic("mavenRepo", args);
  }

  /** Adds libraries and what they need; returns the jars that are new. */
  @SuppressWarnings("unchecked") // what this magic returns
  public List<String> addMavenDependencies(List<String> args) {
    return (List<String>) notebook.lineMagic("maven", args);
  }

  /** Adds the dependencies of a POM: its path and scopes. */
  public void loadFromPOM(List<String> args) {
    notebook.lineMagic("loadFromPOM", args);
  }

  /** Adds the dependencies in part of a POM. */
  public void loadFromPOM(List<String> args, String body) {
    notebook.cellMagic("loadFromPOM", args, body);
  }
}
