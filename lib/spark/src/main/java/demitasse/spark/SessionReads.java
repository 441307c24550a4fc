package demitasse.spark;

import org.apache.xbean.asm9.ClassReader;
import org.apache.xbean.asm9.ClassVisitor;
import org.apache.xbean.asm9.ClassWriter;
import org.apache.xbean.asm9.Handle;
import org.apache.xbean.asm9.MethodVisitor;
import org.apache.xbean.asm9.Opcodes;
import org.apache.xbean.asm9.Type;

/**
 * Changes the class of a cell for executors, so that the session's variables have their values
 * there.
 *
 * <p>JShell keeps a variable in a static field of a class of its own. On an executor that class is
 * loaded anew, and the field is null or zero. So each read of such a field becomes a call site that
 * {@link SessionVariables#bind} links when it is first reached: it fetches the value, and the read
 * is a read of the field from then on.
 */
final class SessionReads {
  private static final Handle BIND =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          Type.getInternalName(SessionVariables.class),
          "bind",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
              + "Ljava/lang/invoke/MethodType;Ljava/lang/Class;)Ljava/lang/invoke/CallSite;",
          false);

  private SessionReads() {}

  /** Returns a class file with such call sites; the same one if it reads no variable. */
  static byte[] bound(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    Classes classes = new Classes(writer);
    reader.accept(classes, 0);
    return classes.changed ? writer.toByteArray() : classFile;
  }

  private static final class Classes extends ClassVisitor {
    private boolean changed;

    Classes(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] thrown) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, thrown);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitFieldInsn(int opcode, String owner, String field, String type) {
          if (opcode == Opcodes.GETSTATIC && CellNames.isWrapper(owner)) {
            changed = true;
            super.visitInvokeDynamicInsn(field, "()" + type, BIND, Type.getObjectType(owner));
          } else {
            super.visitFieldInsn(opcode, owner, field, type);
          }
        }
      };
    }
  }
}
