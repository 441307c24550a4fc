package demitasse.kernel.debug;

import demitasse.kernel.execution.CellClasses;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Puts calls of {@link Hooks} into the class of a cell: where a method begins and ends, where a
 * line begins, behind each call, and where exceptions are caught or leave. Where a line begins,
 * variables also take over what was assigned to them while the thread stood there. No method, field
 * or branch is added: the class can be changed while it is loaded, and back.
 *
 * <p>Lines and locals are the cell's, as javac writes them with {@code -g}. The alternative, the
 * JVM's own debugger agent, must be there when the JVM starts, and from then on costs the compiled
 * code; it opens a port; and it has the whole thread interpreted that steps over a long call.
 */
final class DebugCode {
  /** What the compiler writes into an enum; their lines are those of its first. */
  private static final Set<String> OF_ENUM = Set.of("values", "valueOf", "$values");

  private DebugCode() {}

  /**
   * Returns the class file with the hooks in it.
   *
   * @param loader finds the classes that the code names
   */
  static byte[] hooked(byte[] classFile, ClassLoader loader) {
    try {
      return hooked(classFile, new NameableTypes(loader));
    } catch (MethodTooLargeException e) {
      return hooked(classFile, type -> false); // stopping there matters more than assigning
    }
  }

  private static byte[] hooked(byte[] classFile, Predicate<Type> nameable) {
    ClassReader reader = new ClassReader(classFile);
    Map<String, MethodFacts> facts = facts(reader);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    boolean isWrapper = CellClasses.isWrapper(reader.getClassName().replace('/', '.'));
    boolean isEnum = (reader.getAccess() & Opcodes.ACC_ENUM) != 0;
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            MethodFacts known = facts.get(name + descriptor);
            boolean isOfCompiler =
                (access & Opcodes.ACC_SYNTHETIC) != 0 && !name.startsWith("lambda$")
                    || isWrapper && name.endsWith("init>")
                    || isEnum && OF_ENUM.contains(name);
            return known.hasLines() && !isOfCompiler
                ? new HookedMethod(next, known, nameable, access, name, descriptor)
                : next;
          }
        },
        ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  private static Map<String, MethodFacts> facts(ClassReader reader) {
    Map<String, MethodFacts> facts = new HashMap<>();
    reader.accept(
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodFacts method = new MethodFacts(reader.getSuperName());
            facts.put(name + descriptor, method);
            return method;
          }
        },
        ClassReader.EXPAND_FRAMES);
    return facts;
  }
}
