package demitasse.kernel.debug;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Access to what changes the code of loaded classes, from the first debugging on.
 *
 * <p>Java starts the agent that the manifest of a program's jar names before the program. The same
 * call works later and from within: there is no agent when the kernel starts, no thread that
 * listens for one, and no socket. The kernel's jar asks in its manifest for the package.
 */
public final class Agent {
  private static volatile Instrumentation instrumentation;

  private Agent() {}

  /** Is called by the JVM. */
  public static void agentmain(String arguments, Instrumentation given) {
    instrumentation = given;
  }

  /**
   * Returns the access.
   *
   * @throws IOException if this Java has none
   */
  static synchronized Instrumentation get() throws IOException {
    if (instrumentation == null) {
      load();
    }
    return instrumentation;
  }

  private static void load() throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue("Launcher-Agent-Class", Agent.class.getName());
    attributes.putValue("Can-Retransform-Classes", "true");
    Path jar = Files.createTempFile("demitasse-agent", ".jar");
    try {
      new JarOutputStream(Files.newOutputStream(jar), manifest).close();
      Class.forName("sun.instrument.InstrumentationImpl")
          .getMethod("loadAgent", String.class)
          .invoke(null, jar.toString());
    } catch (InvocationTargetException e) {
      throw new IOException("this Java did not take the debugger: " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IOException(
          "this Java has no debugger: it lacks the module java.instrument, which every JDK has", e);
    } finally {
      Files.deleteIfExists(jar);
    }
  }
}
