package demitasse.kernel.classpath;

import demitasse.kernel.base.Log;
import demitasse.kernel.base.Threads;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.lang.model.SourceVersion;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/**
 * The files that JShell's compiler sees: the JDK's own way to them, but for the class path.
 *
 * <p>The JDK opens each jar of the class path as a file system and walks through all of it before
 * the first class is compiled: a quarter of a second for the fifty jars of a course. Here {@link
 * ClassPathElement} reads their tables of contents, a tenth of a second, and only once a cell asks
 * for a class that may be in them, or while nobody waits.
 */
public final class CompilerFiles extends ForwardingJavaFileManager<StandardJavaFileManager>
    implements StandardJavaFileManager {
  private static final String JSHELL_PACKAGE = "REPL";

  /** Where the classes are that the compiler sees and a cell cannot use, but for the interface. */
  private static final String KERNEL = "demitasse.kernel.";

  private static final String KERNEL_INTERFACE = KERNEL + "api.";

  private final Map<Path, ClassPathElement> known = new HashMap<>();
  private final Set<Path> hidden = new HashSet<>();
  private final JdkClasses jdk = new JdkClasses();
  private volatile List<ClassPathElement> classPath = List.of();
  private List<ClassPathElement> unread = new ArrayList<>();

  /**
   * Wraps the JDK's files.
   *
   * @param classPath where to find classes, with the system's separator between the elements
   */
  public CompilerFiles(StandardJavaFileManager files, String classPath) {
    super(files);
    // The kernel's own libraries are its manifest's, and not the cells'.
    known.put(KernelJars.kernel(), ClassPathElement.alone(KernelJars.kernel()));
    setClassPath(classPath);
  }

  private synchronized void setClassPath(String paths) {
    List<ClassPathElement> elements = new ArrayList<>();
    for (String path : paths.split(Pattern.quote(File.pathSeparator))) {
      Path element = Path.of(path).toAbsolutePath().normalize();
      if (!path.isEmpty() && !hidden.contains(element)) {
        elements.add(known.computeIfAbsent(element, this::unread));
      }
    }
    classPath = List.copyOf(elements);
  }

  private ClassPathElement unread(Path path) {
    ClassPathElement element = new ClassPathElement(path);
    unread.add(element);
    return element;
  }

  /** Passes over a jar, or no more, from the next time on that something is added. */
  public synchronized void hide(Path jar, boolean hide) {
    if (hide) {
      hidden.add(jar.toAbsolutePath().normalize());
    } else {
      hidden.remove(jar.toAbsolutePath().normalize());
    }
  }

  /**
   * Has a thread read what nobody has read yet. It begins with the last element: whoever needs a
   * class meanwhile begins with the first, and they meet.
   */
  public synchronized void readAhead() {
    if (!unread.isEmpty()) {
      List<ClassPathElement> all = unread;
      unread = new ArrayList<>();
      Collections.reverse(all);
      Threads.start("demitasse-classpath", () -> all.forEach(ClassPathElement::read));
    }
  }

  /** JShell says here what was added to the class path: all of it, each time. */
  @Override
  public boolean handleOption(String option, Iterator<String> rest) {
    if (option.equals("-classpath")) {
      setClassPath(rest.next());
      return true;
    }
    return super.handleOption(option, rest);
  }

  @Override
  public Iterable<JavaFileObject> list(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    if (location != StandardLocation.CLASS_PATH) {
      return ofModule(location, packageName, kinds, recurse);
    }
    List<JavaFileObject> files = new ArrayList<>();
    if (kinds.contains(JavaFileObject.Kind.CLASS) && mayBeOnClassPath(packageName)) {
      readAhead();
      for (ClassPathElement element : classPath) {
        element.classes(packageName, files::add);
      }
    }
    return files;
  }

  private Iterable<JavaFileObject> ofModule(
      Location location, String packageName, Set<JavaFileObject.Kind> kinds, boolean recurse)
      throws IOException {
    if (location instanceof StandardLocation || recurse) {
      return super.list(location, packageName, kinds, recurse);
    }
    Iterable<? extends Path> folders = fileManager.getLocationAsPaths(location);
    return folders != null && JdkClasses.haveAll(folders)
        ? kinds.contains(JavaFileObject.Kind.CLASS) ? jdk.list(folders, packageName) : List.of()
        : super.list(location, packageName, kinds, recurse);
  }

  /** Returns the names of the packages in a package, the last parts of them. */
  public Set<String> packages(String parent) {
    Set<String> names = new TreeSet<>();
    String prefix = parent.isEmpty() ? "" : parent + ".";
    for (Module module : ModuleLayer.boot().modules()) {
      for (String name : module.getPackages()) {
        if (name.startsWith(prefix) && module.isExported(name)) {
          int dot = name.indexOf('.', prefix.length());
          names.add(name.substring(prefix.length(), dot < 0 ? name.length() : dot));
        }
      }
    }
    try {
      for (ClassPathElement element : classPath) {
        element.packages(parent, names::add);
      }
    } catch (IOException e) {
      Log.note("cannot read the class path: " + e);
    }
    names.removeIf(name -> !SourceVersion.isIdentifier(name) || name.equals(JSHELL_PACKAGE));
    return names;
  }

  /** Returns the public classes, in full, that have a simple name: those of the JDK first. */
  public List<String> classesByName(String simpleName) {
    List<String> names = new ArrayList<>();
    for (Module module : ModuleLayer.boot().modules()) {
      for (String name : module.getPackages()) {
        if (name.startsWith("java") && module.isExported(name)) {
          Class<?> found = Class.forName(module, name + "." + simpleName);
          if (found != null && Modifier.isPublic(found.getModifiers())) {
            names.add(found.getName());
          }
        }
      }
    }
    Collections.sort(names);
    classPath.forEach(element -> element.classesByName(simpleName, names::add));
    names.removeIf(name -> name.startsWith(KERNEL) && !name.startsWith(KERNEL_INTERFACE));
    return names;
  }

  /** Returns the static members of this name, in full, in libraries whose sources are here. */
  public List<String> staticMembers(String name) {
    Set<String> found = new TreeSet<>();
    try {
      for (ClassPathElement element : classPath) {
        element.classesWithSources(in -> StaticMembers.find(name, in).ifPresent(found::add));
      }
    } catch (IOException e) {
      Log.note("cannot read the class path: " + e);
    }
    return List.copyOf(found);
  }

  /** Java lets nobody else define its own packages, and JShell's is in the session. */
  private static boolean mayBeOnClassPath(String packageName) {
    return !packageName.startsWith("java.") && !packageName.equals(JSHELL_PACKAGE);
  }

  /** The compiler asks the class path for plugins to run in itself; cells have none. */
  @Override
  public ClassLoader getClassLoader(Location location) {
    return ClassLoader.getPlatformClassLoader();
  }

  @Override
  public String inferBinaryName(Location location, JavaFileObject file) {
    return file instanceof ClassFile classFile
        ? classFile.binaryName()
        : super.inferBinaryName(location, file);
  }

  @Override
  public boolean isSameFile(FileObject a, FileObject b) {
    return a instanceof ClassFile || b instanceof ClassFile
        ? a.toUri().equals(b.toUri())
        : super.isSameFile(a, b);
  }

  /**
   * Only JShell's index of all packages and classes asks this, as soon as a session starts. It
   * would go through the JDK and the class path while the first cell waits for the compiler; what
   * is looked up there is found here by other ways, and the index stays empty.
   */
  @Override
  public Iterable<? extends Path> getLocationAsPaths(Location location) {
    return List.of();
  }

  // The rest of the interface as it is.

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjectsFromFiles(
      Iterable<? extends File> files) {
    return fileManager.getJavaFileObjectsFromFiles(files);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjects(File... files) {
    return fileManager.getJavaFileObjects(files);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjectsFromStrings(Iterable<String> names) {
    return fileManager.getJavaFileObjectsFromStrings(names);
  }

  @Override
  public Iterable<? extends JavaFileObject> getJavaFileObjects(String... names) {
    return fileManager.getJavaFileObjects(names);
  }

  @Override
  public void setLocation(Location location, Iterable<? extends File> files) throws IOException {
    fileManager.setLocation(location, files);
  }

  @Override
  public void setLocationFromPaths(Location location, Collection<? extends Path> paths)
      throws IOException {
    fileManager.setLocationFromPaths(location, paths);
  }

  @Override
  public Iterable<? extends File> getLocation(Location location) {
    return fileManager.getLocation(location);
  }
}
