package demitasse.spark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * The session's variables on an executor: those that code of cells has read here. Each is fetched
 * from the driver when it is first read, and again when a stage begins, if it has changed.
 *
 * <p>What a task assigns to a variable stays on its executor, until the variable changes at the
 * driver.
 */
public final class SessionVariables {
  /** What marks the value that an executor has, in a request and in the answer. */
  static final String MARK = "Demitasse-Mark";

  static final String STAGE = "Demitasse-Stage";

  // Static and mutable, against this project's rule: the call sites of all classes on an executor
  // share them, and no object of ours is there before the first.
  private static final Map<Field, String> MARKS = new HashMap<>();
  private static int stage = -1;

  private SessionVariables() {}

  /**
   * Links a read of a variable; called by the JVM, once for each place in the code of cells.
   *
   * @param wrapper JShell's class around the variable
   * @throws IllegalStateException if the driver cannot send the value; the message says why
   */
  public static CallSite bind(
      MethodHandles.Lookup lookup, String name, MethodType type, Class<?> wrapper)
      throws ReflectiveOperationException {
    Field field = wrapper.getDeclaredField(name);
    field.setAccessible(true);
    synchronized (MARKS) {
      if (!MARKS.containsKey(field)) {
        fetch(field);
      }
    }
    return new ConstantCallSite(
        lookup.findStaticGetter(wrapper, name, type.returnType()).asType(type));
  }

  /** Renews the variables for the task that begins on this thread, at the first one of a stage. */
  static void renew() {
    int now = TaskContext.get().stageId();
    synchronized (MARKS) {
      if (now != stage) {
        stage = now;
        MARKS.keySet().forEach(SessionVariables::fetch);
      }
    }
  }

  private static void fetch(Field field) {
    try {
      HttpURLConnection connection = (HttpURLConnection) address(field).openConnection();
      connection.setRequestProperty(MARK, MARKS.getOrDefault(field, ""));
      TaskContext task = TaskContext.get();
      connection.setRequestProperty(STAGE, Integer.toString(task == null ? -1 : task.stageId()));
      switch (connection.getResponseCode()) {
        case HttpURLConnection.HTTP_OK -> {
          try (InputStream in = connection.getInputStream()) {
            field.set(null, read(in.readAllBytes(), field.getDeclaringClass().getClassLoader()));
          }
          MARKS.put(field, connection.getHeaderField(MARK));
        }
        case HttpURLConnection.HTTP_NOT_MODIFIED -> {}
        default -> {
          try (InputStream in = connection.getErrorStream()) {
            throw new IllegalStateException(new String(in.readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      }
    } catch (IOException | ReflectiveOperationException e) {
      throw new IllegalStateException(
          "the variable " + field.getName() + " of the notebook cannot be read here: " + e, e);
    }
  }

  private static URL address(Field field) throws MalformedURLException {
    URI address =
        URI.create(
            SparkEnv.get().conf().get(CellServer.CLASSES)
                + CellServer.VARIABLES
                + field.getDeclaringClass().getName()
                + "/"
                + field.getName());
    return URI.create(address.toASCIIString()).toURL(); // a name may have any letter
  }

  /** Reads an object whose class may be a cell's. */
  private static Object read(byte[] bytes, ClassLoader cells)
      throws IOException, ClassNotFoundException {
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes)) {
          @Override
          protected Class<?> resolveClass(ObjectStreamClass type)
              throws IOException, ClassNotFoundException {
            try {
              return Class.forName(type.getName(), false, cells);
            } catch (ClassNotFoundException e) {
              return super.resolveClass(type); // that of a primitive type
            }
          }
        }) {
      return in.readObject();
    }
  }
}
