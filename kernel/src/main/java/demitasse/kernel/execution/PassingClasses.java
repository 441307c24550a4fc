package demitasse.kernel.execution;

import java.io.Serializable;
import java.net.URL;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the classes of one statement or expression. Nothing later refers to them: once it has run,
 * and nothing that it has made is left, the JVM unloads them.
 */
final class PassingClasses extends ClassLoader {
  private final Map<String, byte[]> files = new HashMap<>();
  private final Map<String, String> above = new HashMap<>();
  private final CellClassLoader cells;

  private PassingClasses(CellClassLoader cells) {
    super("cell", cells);
    this.cells = cells;
  }

  /**
   * Returns a loader for what JShell loads together.
   *
   * @return null if it is more than a statement, belongs into the package of the others, or makes
   *     what can be saved and is to be found by its class's name when it is read
   */
  static PassingClasses of(Map<String, byte[]> files, CellClassLoader cells) {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String wrapper = CellClasses.wrapper(file.getKey());
      if (!files.containsKey(wrapper)
          || file.getKey().equals(wrapper) && !isStatement(file.getValue())
          || isSerializable(file.getValue(), files, cells)
          || PackageAccess.isNeededBy(file.getValue(), cells)) {
        return null;
      }
    }
    PassingClasses passing = new PassingClasses(cells);
    passing.files.putAll(files);
    files.forEach(
        (name, file) ->
            passing.above.put(name.replace('.', '/'), new ClassReader(file).getSuperName()));
    return passing;
  }

  private String ofJdk(String internalName) {
    String name = internalName;
    while (above.containsKey(name)) {
      name = above.get(name);
    }
    return cells.ofJdk(name);
  }

  /** Tells whether a class, itself or by what it extends, can be saved. */
  private static boolean isSerializable(
      byte[] file, Map<String, byte[]> files, CellClassLoader cells) {
    ClassReader reader = new ClassReader(file);
    List<String> above = new ArrayList<>(List.of(reader.getInterfaces()));
    above.add(reader.getSuperName());
    return above.stream()
        .map(name -> name.replace('/', '.'))
        .anyMatch(
            name ->
                files.containsKey(name)
                    ? isSerializable(files.get(name), files, cells)
                    : cells.isA(Serializable.class, name));
  }

  /**
   * A statement's class has JShell's method to run it, no variable but JShell's own, and no lambda
   * that can be saved.
   */
  private static boolean isStatement(byte[] wrapper) {
    boolean[] found = {false, false};
    new ClassReader(wrapper)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                found[0] |= name.equals("do_it$");
                found[1] |= name.equals("$deserializeLambda$");
                return null;
              }

              @Override
              public FieldVisitor visitField(
                  int access, String name, String descriptor, String signature, Object value) {
                found[1] |= !name.matches("\\$\\d+") && (access & Opcodes.ACC_SYNTHETIC) == 0;
                return null;
              }
            },
            ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return found[0] && !found[1];
  }

  @Override
  protected URL findResource(String name) {
    return ClassFiles.url(name, files);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] file = files.get(name);
      if (file == null) {
        return super.loadClass(name, resolve);
      }
      byte[] stoppable = CellCode.stoppable(file, this::ofJdk);
      return defineClass(name, stoppable, 0, stoppable.length);
    }
  }
}
