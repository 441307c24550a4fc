package demitasse.kernel.execution;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
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
 * <p>Calls that no interrupt ends, and others, are replaced: {@link ReplacedCalls}.
 *
 * <p>In cells, stack traces are without the kernel's frames: {@link StackTraces}. In cells and in
 * libraries, {@link StopCheck#exit} stands for {@link System#exit}, {@link CellProcesses} starts
 * processes, a scanner reads from what {@link StopCheck#source} returns, and the threads of pools
 * are those of {@link CellWorkers}.
 */
final class CellCode {
  private static final String CHECK = "demitasse/kernel/execution/StopCheck";
  private static final String TRACES = "demitasse/kernel/execution/StackTraces";
  private static final String WORKERS = "demitasse/kernel/execution/CellWorkers";

  /** Names without one of which a library's class has nothing to change. */
  private static final List<byte[]> NAMES =
      Stream.of(
              "exit",
              "halt",
              "exec",
              "java/lang/ProcessBuilder",
              "java/util/Scanner",
              "newWorkStealingPool",
              "java/util/concurrent/ForkJoinPool")
          .map(name -> name.getBytes(StandardCharsets.US_ASCII))
          .toList();

  private CellCode() {}

  /**
   * Returns the class of a cell with the checks in it, and without a way to end the process.
   *
   * @param ofJdk finds the class of the JDK that a class is, or extends, by names as in class files
   */
  static byte[] stoppable(byte[] classFile, UnaryOperator<String> ofJdk) {
    return rewrite(
        classFile,
        next ->
            new Checks(
                new Traces(
                    new Streams(new Windows(ReplacedCalls.inCells(ofJdk, safe(next)))), ofJdk)));
  }

  /** Returns the class of a library without a way to end the process, or the input. */
  static byte[] safe(byte[] classFile) {
    return isToChange(classFile) ? rewrite(classFile, CellCode::safe) : classFile;
  }

  private static MethodVisitor safe(MethodVisitor next) {
    return new Pools(new Scanners(ReplacedCalls.everywhere(next)));
  }

  /** Tells whether one of the names is a constant of a class: few have one. */
  private static boolean isToChange(byte[] classFile) {
    for (int i = 0; i + 2 < classFile.length; i++) {
      if (classFile[i] == 1 && classFile[i + 1] == 0) { // a string of less than 256 bytes
        for (byte[] name : NAMES) {
          if (classFile[i + 2] == name.length && isAt(classFile, i + 3, name)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean isAt(byte[] bytes, int start, byte[] name) {
    int end = start + name.length;
    return end <= bytes.length && Arrays.equals(bytes, start, end, name, 0, name.length);
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
    private static final Set<String> STREAMS = Set.of("in", "out", "err");

    Streams(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (owner.equals("java/io/FileDescriptor") && STREAMS.contains(name)) {
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

  /** Lets the threads of fork-join pools find what is on the class path. */
  private static final class Pools extends MethodVisitor {
    private static final String POOL = "java/util/concurrent/ForkJoinPool";
    private static final String FACTORY = "L" + POOL + "$ForkJoinWorkerThreadFactory;";

    private boolean isChanged;

    Pools(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      if (owner.equals(POOL) && name.equals("defaultForkJoinWorkerThreadFactory")) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, WORKERS, "factory", "()" + FACTORY, false);
      } else {
        super.visitFieldInsn(opcode, owner, name, descriptor);
      }
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      boolean isPool = owner.equals(POOL) && name.equals("<init>");
      if (!isPool || !(descriptor.equals("()V") || descriptor.equals("(I)V"))) {
        super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        return;
      }
      isChanged = true;
      if (descriptor.equals("()V")) {
        super.visitMethodInsn(Opcodes.INVOKESTATIC, WORKERS, "processors", "()I", false);
      }
      super.visitMethodInsn(Opcodes.INVOKESTATIC, WORKERS, "factory", "()" + FACTORY, false);
      super.visitInsn(Opcodes.ACONST_NULL);
      super.visitInsn(Opcodes.ICONST_0);
      super.visitMethodInsn(
          opcode,
          owner,
          name,
          "(I" + FACTORY + "Ljava/lang/Thread$UncaughtExceptionHandler;Z)V",
          false);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      super.visitInvokeDynamicInsn(
          name, descriptor, bootstrap, ReplacedCalls.in(arguments, Pools::instead));
    }

    /** What stands for {@code ForkJoinPool::new}. */
    private static Handle instead(Handle handle) {
      boolean isPool = handle.getOwner().equals(POOL) && handle.getName().equals("<init>");
      return isPool && (handle.getDesc().equals("()V") || handle.getDesc().equals("(I)V"))
          ? ReplacedCalls.method(
              WORKERS, "newPool", handle.getDesc().replace("V", "L" + POOL + ";"))
          : null;
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
    private static final Set<String> PRINTS =
        Set.of("()V", "(Ljava/io/PrintStream;)V", "(Ljava/io/PrintWriter;)V");
    private static final String WALKER = "java/lang/StackWalker";
    private static final String THREAD_INFO = "java/lang/management/ThreadInfo";

    private final UnaryOperator<String> ofJdk;

    Traces(MethodVisitor next, UnaryOperator<String> ofJdk) {
      super(Opcodes.ASM9, next);
      this.ofJdk = ofJdk;
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
      Object[] own =
          ReplacedCalls.in(
              arguments,
              handle ->
                  handle.getTag() == Opcodes.H_INVOKEVIRTUAL
                      ? instead(handle.getOwner(), handle.getName(), handle.getDesc())
                      : null);
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, own);
    }

    /** What to call in the place of this method; null to leave it. */
    private Handle instead(String owner, String name, String descriptor) {
      if (name.equals("printStackTrace") && PRINTS.contains(descriptor) && isThrowable(owner)) {
        return handle("print", descriptor.replace("(", "(Ljava/lang/Throwable;"));
      }
      if (name.equals("getStackTrace") && descriptor.equals(STACK)) {
        if (isThrowable(owner)) {
          return handle("of", "(Ljava/lang/Throwable;)[Ljava/lang/StackTraceElement;");
        }
        return owner.equals("java/lang/Thread") || owner.equals(THREAD_INFO)
            ? handle("of", "(L" + owner + ";)[Ljava/lang/StackTraceElement;")
            : null;
      }
      if (owner.equals(THREAD_INFO) && name.equals("toString")) {
        return handle("text", "(L" + owner + ";)Ljava/lang/String;");
      }
      return owner.equals(WALKER) && (name.equals("walk") || name.equals("forEach"))
          ? handle(name, descriptor.replace("(", "(L" + WALKER + ";"))
          : null;
    }

    private boolean isThrowable(String owner) {
      String type = ofJdk.apply(owner);
      try {
        return type != null
            && Throwable.class.isAssignableFrom(
                Class.forName(type.replace('/', '.'), false, ClassLoader.getPlatformClassLoader()));
      } catch (ClassNotFoundException e) {
        return false;
      }
    }

    private static Handle handle(String name, String descriptor) {
      return ReplacedCalls.method(TRACES, name, descriptor);
    }
  }
}
