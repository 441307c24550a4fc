package demitasse.kernel.execution;

import java.util.HashMap;
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
   * @return null if it is more than a statement, or belongs into the package of the others
   */
  static PassingClasses of(Map<String, byte[]> files, CellClassLoader cells) {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String wrapper = CellClasses.wrapper(file.getKey());
      if (!files.containsKey(wrapper)
          || file.getKey().equals(wrapper) && !isStatement(file.getValue())
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

  /** Tells whether a class, named as in a class file, is an exception or error. */
  private boolean isThrowable(String internalName) {
    String name = internalName;
    while (above.containsKey(name)) {
      name = above.get(name);
    }
    return cells.isThrowable(name);
  }

  /** A statement's class has JShell's method to run it and no variable but JShell's own. */
  private static boolean isStatement(byte[] wrapper) {
    boolean[] found = {false, false};
    new ClassReader(wrapper)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                found[0] |= name.equals("do_it$");
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
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] file = files.remove(name);
      if (file == null) {
        return super.loadClass(name, resolve);
      }
      byte[] stoppable = CellCode.stoppable(file, this::isThrowable);
      return defineClass(name, stoppable, 0, stoppable.length);
    }
  }
}
