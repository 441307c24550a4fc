package demitasse.kernel.classpath;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Looks into a class file for a member that a static import could bring. */
final class StaticMembers extends ClassVisitor {
  private static final int WANTED = Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC;

  private final String name;
  private boolean found;

  private StaticMembers(String name) {
    super(Opcodes.ASM9);
    this.name = name;
  }

  /** Returns the member of this name in full, as an import names it. */
  static Optional<String> find(String name, InputStream classFile) {
    try {
      ClassReader reader = new ClassReader(classFile);
      if ((reader.getAccess() & Opcodes.ACC_PUBLIC) == 0) {
        return Optional.empty();
      }
      StaticMembers members = new StaticMembers(name);
      reader.accept(members, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
      String owner = reader.getClassName().replace('/', '.').replace('$', '.');
      return members.found ? Optional.of(owner + "." + name) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public FieldVisitor visitField(
      int access, String field, String descriptor, String signature, Object value) {
    found |= (access & WANTED) == WANTED && field.equals(name);
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String method, String descriptor, String signature, String[] exceptions) {
    found |= (access & WANTED) == WANTED && method.equals(name);
    return null;
  }
}
