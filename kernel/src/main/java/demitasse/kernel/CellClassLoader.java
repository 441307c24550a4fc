package demitasse.kernel;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Loads the classes of cells and of the user's class path.
 *
 * <p>It sees the JDK and the few classes of the kernel that a cell may call, and nothing else of
 * the kernel: a library that needs its own gson gets its own.
 */
final class CellClassLoader extends URLClassLoader {
  private final Map<String, byte[]> cells = new ConcurrentHashMap<>();

  CellClassLoader() {
    super("cells", new URL[0], new Visible(CellClassLoader.class.getClassLoader()));
  }

  /** Takes the class of a cell, to be defined when it is first asked for. */
  void declare(String name, byte[] classFile) {
    cells.put(name, classFile);
  }

  @Override
  public void addURL(URL url) {
    super.addURL(url);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] classFile = cells.remove(name);
    return classFile == null
        ? super.findClass(name)
        : defineClass(name, classFile, 0, classFile.length);
  }

  /** The parent: the JDK, and the kernel's classes by name. */
  private static final class Visible extends ClassLoader {
    private static final Set<String> KERNEL =
        Set.of(
            "demitasse.kernel.Cells",
            "demitasse.kernel.CellExit",
            "demitasse.kernel.CellStopped",
            "demitasse.kernel.Comm",
            "demitasse.kernel.RendererProvider",
            "demitasse.kernel.StopCheck");
    private static final String DISPLAY = "org.dflib.jjava.jupyter.kernel.display.";

    private final ClassLoader kernel;
    private final Set<String> platformPackages =
        ModuleLayer.boot().modules().stream()
            .flatMap(module -> module.getPackages().stream())
            .collect(Collectors.toUnmodifiableSet());

    Visible(ClassLoader kernel) {
      super(ClassLoader.getPlatformClassLoader());
      this.kernel = kernel;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      int dot = name.lastIndexOf('.');
      if (dot > 0 && platformPackages.contains(name.substring(0, dot))) {
        // The kernel's loader also knows the modules that the platform's does not, jdk.compiler's.
        return kernel.loadClass(name);
      }
      if (name.startsWith(DISPLAY) || KERNEL.contains(name)) {
        return kernel.loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/")
          ? Collections.emptyEnumeration()
          : super.getResources(name);
    }
  }
}
