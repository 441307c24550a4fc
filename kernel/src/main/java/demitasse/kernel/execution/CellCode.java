package demitasse.kernel.execution;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Rewrites byte code so that a session outlives what it runs.
 *
 * <p>An interrupt alone wakes a sleeper but not a busy loop, and from JDK 20 on no other thread can
 * end one. So each backward jump and each method entry of a cell calls {@link StopCheck#check}. The
 * call takes and leaves nothing on the stack: frames and stack sizes stay as javac made them.
 *
 * <p>In cells, stack traces are without the kernel's frames: {@link StackTraces}. In cells and in
 * libraries, {@link StopCheck#exit} stands for {@link System#exit}, and a scanner reads from what
 * {@link StopCheck#source} returns.
 */
final class CellCode {
  private static final String CHECK = "demitasse/kernel/execution/StopCheck";
  private static final String TRACES = "demitasse/kernel/execution/StackTraces";
  private static final String EXIT = "(I)V";
  private static final String RUNTIME_EXIT = "(Ljava/lang/Runtime;I)V";

  private CellCode() {}

  /**
   * Returns the class of a cell with the checks in it, and without a way to end the process.
   *
   * @param isThrowable tells whether a class, named as in a class file, is an exception or error
   */
  static byte[] stoppable(byte[] classFile, Predicate<String> isThrowable) {
    return rewrite(
        classFile,
        next ->
            new Checks(
                new Traces(
                    new Streams(new Windows(new Pools(new Scanners(new Exits(next))))),
                    isThrowable)));
  }

  /** Returns the class of a library without a way to end the process, or the input. */
  static byte[] safe(byte[] classFile) {
    return isToChange(classFile)
        ? rewrite(classFile, next -> new Scanners(new Exits(next)))
        : classFile;
  }

  /**
   * Tells whether a class file has a name that a call to end the process or a scanner needs: few
   * have, and the others need not be taken apart.
   */
  private static boolean isToChange(byte[] classFile) {
    for (int i = 0; i + 20 < classFile.length; i++) {
      // A string constant of the length of "java/util/Scanner", or of four bytes.
      if (classFile[i] == 1 && classFile[i + 1] == 0 && classFile[i + 2] == 17) {
        if (isNext(classFile, i + 13, 'S', 'c', 'a', 'n') && classFile[i + 3] == 'j') {
          return true;
        }
      }
      if (classFile[i] == 1 && classFile[i + 1] == 0 && classFile[i + 2] == 4) {
        if (isNext(classFile, i + 3, 'e', 'x', 'i', 't')
            || isNext(classFile, i + 3, 'h', 'a', 'l', 't')) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isNext(byte[] bytes, int at, char a, char b, char c, char d) {
    return bytes[at] == a && bytes[at + 1] == b && bytes[at + 2] == c && bytes[at + 3] == d;
  }

  private static byte[] rewrite(byte[] classFile, UnaryOperator<MethodVisitor> method) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String name,
              String signature,
              String superName,
              String[] interfaces) {
            // JShell's class around a snippet: statements that are loaded apart use it too.
            boolean wrapper = CellClasses.isWrapper(name.replace('/', '.'));
            int open = wrapper ? access | Opcodes.ACC_PUBLIC : access;
            super.visit(version, open, name, signature, superName, interfaces);
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return method.apply(super.visitMethod(access, name, descriptor, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  /** Gives copies of the process's own streams, which a cell may close. */
  private static final class Streams extends MethodVisitor {
    Streams(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (owner.equals("java/io/FileDescriptor") && (name.equals("out") || name.equals("err"))) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, name, "()" + descriptor, false);
      } else {
        super.visitFieldInsn(opcode, owner, name, descriptor);
      }
    }
  }

  /** Has a window that would end the process when it is closed go away instead. */
  private static final class Windows extends MethodVisitor {
    Windows(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (name.equals("setDefaultCloseOperation") && descriptor.equals("(I)V")) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, "closeOperation", "(I)I", false);
      }
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }
  }

  /** Lets the threads of a cell's own fork-join pools find what is on the class path. */
  private static final class Pools extends MethodVisitor {
    private static final String POOL = "java/util/concurrent/ForkJoinPool";
    private static final String FACTORY = POOL + "$ForkJoinWorkerThreadFactory";
    private static final String WORKERS = "demitasse/kernel/execution/CellWorkers";

    private boolean isChanged;

    Pools(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (owner.equals("java/util/concurrent/Executors") && name.equals("newWorkStealingPool")) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, WORKERS, name, descriptor, false);
        return;
      }
      boolean isPool = owner.equals(POOL) && name.equals("<init>");
      if (!isPool || !(descriptor.equals("()V") || descriptor.equals("(I)V"))) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        return;
      }
      isChanged = true;
      if (descriptor.equals("()V")) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, WORKERS, "processors", "()I", false);
      }
      super.visitMethodInsn(Opcodes.INVOKESTATIC, WORKERS, "factory", "()L" + FACTORY + ";", false);
      super.visitInsn(Opcodes.ACONST_NULL);
      super.visitInsn(Opcodes.ICONST_0);
      super.visitMethodInsn(
          opcode,
          owner,
          name,
          "(IL" + FACTORY + ";Ljava/lang/Thread$UncaughtExceptionHandler;Z)V",
          false);
    }

    @Override
    public void visitMaxs(int maxStack, int maxLocals) {
      super.visitMaxs(isChanged ? maxStack + 4 : maxStack, maxLocals);
    }
  }

  /** Lets scanners read from what a stop leaves whole. */
  private static final class Scanners extends MethodVisitor {
    private static final String SCANNER = "java/util/Scanner";
    private static final String READABLE = "(Ljava/lang/Readable;)V";
    private static final Set<String> SOURCES =
        Set.of(
            "(Ljava/io/InputStream;)V",
            "(Ljava/io/InputStream;Ljava/nio/charset/Charset;)V",
            "(Ljava/io/InputStream;Ljava/lang/String;)V",
            READABLE);

    Scanners(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      if (owner.equals(SCANNER) && name.equals("<init>") && SOURCES.contains(descriptor)) {
        String source = descriptor.replace(")V", ")Ljava/lang/Readable;");
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, "source", source, false);
        super.visitMethodInsn(opcode, owner, name, READABLE, isInterface);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      }
    }
  }

  private static final class Exits extends MethodVisitor {
    Exits(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      String instead = instead(owner, name);
      if (instead == null) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      } else {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, "exit", instead, false);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Object[] safe = arguments.clone();
      for (int i = 0; i < safe.length; i++) {
        if (safe[i] instanceof Handle handle) { // System::exit
          String instead = instead(handle.getOwner(), handle.getName());
          if (instead != null) {
            safe[i] = new Handle(Opcodes.H_INVOKESTATIC, CHECK, "exit", instead, false);
          }
        }
      }
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, safe);
    }

    /** The descriptor of the exit to call in the place of this method; null to leave it. */
    private static String instead(String owner, String name) {
      if (owner.equals("java/lang/System") && name.equals("exit")) {
        return EXIT;
      }
      return owner.equals("java/lang/Runtime") && (name.equals("exit") || name.equals("halt"))
          ? RUNTIME_EXIT
          : null;
    }
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

    private void check() {
      super.visitMethodInsn(Opcodes.INVOKESTATIC, CHECK, "check", "()V", false);
    }
  }

  private static final class Traces extends MethodVisitor {
    private static final String STACK = "()[Ljava/lang/StackTraceElement;";
    private static final String WALKER = "java/lang/StackWalker";

    private final Predicate<String> isThrowable;

    Traces(MethodVisitor next, Predicate<String> isThrowable) {
      super(Opcodes.ASM9, next);
      this.isThrowable = isThrowable;
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      Handle instead = opcode == Opcodes.INVOKEVIRTUAL ? instead(owner, name, descriptor) : null;
      if (instead == null) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
      } else {
        super.visitMethodInsn(
            Opcodes.INVOKESTATIC, TRACES, instead.getName(), instead.getDesc(), false);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Object[] own = arguments.clone();
      for (int i = 0; i < own.length; i++) {
        if (own[i] instanceof Handle handle && handle.getTag() == Opcodes.H_INVOKEVIRTUAL) {
          Handle instead = instead(handle.getOwner(), handle.getName(), handle.getDesc());
          own[i] = instead == null ? handle : instead;
        }
      }
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, own);
    }

    /** What to call in the place of this method; null to leave it. */
    private Handle instead(String owner, String name, String descriptor) {
      if (name.equals("printStackTrace") && descriptor.equals("()V") && isThrowable.test(owner)) {
        return handle("print", "(Ljava/lang/Throwable;)V");
      }
      if (name.equals("getStackTrace") && descriptor.equals(STACK)) {
        if (isThrowable.test(owner)) {
          return handle("of", "(Ljava/lang/Throwable;)[Ljava/lang/StackTraceElement;");
        }
        return owner.equals("java/lang/Thread")
            ? handle("of", "(Ljava/lang/Thread;)[Ljava/lang/StackTraceElement;")
            : null;
      }
      return owner.equals(WALKER) && (name.equals("walk") || name.equals("forEach"))
          ? handle(name, descriptor.replace("(", "(L" + WALKER + ";"))
          : null;
    }

    private static Handle handle(String name, String descriptor) {
      return new Handle(Opcodes.H_INVOKESTATIC, TRACES, name, descriptor, false);
    }
  }
}
