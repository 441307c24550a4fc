package demitasse.kernel.magic;

import demitasse.kernel.api.Notebook;
import demitasse.kernel.classpath.LibraryPath;

/** The kernel's own magics. */
public final class BuiltIns {
  private BuiltIns() {}

  /** Adds them all. */
  public static void addTo(Magics magics, Notebook notebook, LibraryPath libraries) {
    MavenMagics maven = new MavenMagics(libraries);
    maven.addTo(magics);
    new PomMagics(maven).addTo(magics);
    new DependencyMagic(maven).addTo(magics);
    new ClassPathMagics(libraries, maven).addTo(magics);
    new LoadMagic(notebook).addTo(magics);
    new TimeMagics(notebook).addTo(magics);
    new ShellMagics().addTo(magics);
    new ShowMagics(notebook).addTo(magics);
    new SessionMagics(notebook).addTo(magics);
    new WriteFileMagic().addTo(magics);
    HelpMagics.addTo(magics);
  }
}
