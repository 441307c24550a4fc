package demitasse.kernel;

import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites the byte code of cells so that they can be stopped.
 *
 * <p>An interrupt alone wakes a sleeper but not a busy loop, and from JDK 20 on no other thread can
 * end one. So each backward jump and each method entry calls {@link StopCheck#check}. The call
 * takes and leaves nothing on the stack: frames and stack sizes stay as javac made them.
 */
final class CellCode {
  private static final String CHECK = "demitasse/kernel/StopCheck";

  private CellCode() {}

  /** Returns {@code classFile} with the checks in it. */
  static byte[] stoppable(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new Checks(super.visitMethod(access, name, descriptor, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  private static final class Checks extends MethodVisitor {
    private final Set<Label> behind = new HashSet<>();

    Checks(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      check();
    }

    @Override
    public void visitLabel(Label label) {
      behind.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label target) {
      if (behind.contains(target)) {
        check();
      }
      super.visitJumpInsn(opcode, target);
    }

    @Override
    public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
      check();
      super.visitTableSwitchInsn(min, max, otherwise, labels);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
      check();
      super.visitLookupSwitchInsn(otherwise, keys, labels);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (owner.equals("java/lang/System") && name.equals("exit")) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, "exit", "(I)V", false);
      } else if (owner.equals("java/lang/Runtime")
          && (name.equals("exit") || name.equals("halt"))) {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, CHECK, "exit", "(Ljava/lang/Runtime;I)V", false);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }

    private void check() {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, "check", "()V", false);
    }
  }
}
