package org.dflib.jjava.kernel;

import demitasse.kernel.base.Notes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dflib.jjava.JJava;
import org.dflib.jjava.jupyter.Extension;

/** Installs the extensions of JJava that libraries bring. */
public final class Extensions {
  private static final Set<String> INSTALLED = new HashSet<>();

  private Extensions() {}

  /** Installs those that are not installed yet; one that fails does not keep its library away. */
  public static synchronized void install(List<String> names, ClassLoader classes) {
    for (String name : names) {
      if (INSTALLED.add(name)) {
        try {
          install(
              Class.forName(name, true, classes)
                  .asSubclass(Extension.class)
                  .getDeclaredConstructor()
                  .newInstance());
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
          Notes.say("Note: the extension " + name + " was not installed: " + e);
        }
      }
    }
  }

  private static void install(Extension extension) {
    JavaKernel kernel = JJava.getKernelInstance();
    extension.install(kernel);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> extension.uninstall(kernel)));
  }
}
