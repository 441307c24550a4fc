package demitasse.kernel.execution;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Puts static methods of the kernel's in the place of methods of the JDK's, where code calls or
 * names them. Each takes the object of the call as its first argument.
 */
final class ReplacedCalls extends MethodVisitor {
  private static final String PACKAGE = "demitasse/kernel/execution/";
  private static final String CHECK = PACKAGE + "StopCheck";
  private static final String WORKERS = PACKAGE + "CellWorkers";
  private static final String SOCKETS = PACKAGE + "CellSockets";
  private static final String PROCESSES = PACKAGE + "CellProcesses";
  private static final String CONCURRENT = "java/util/concurrent/";
  private static final String EXECUTORS = CONCURRENT + "Executors.newWorkStealingPool";
  private static final String EXECUTOR = "L" + CONCURRENT + "ExecutorService;";
  private static final String BUILDER = "java/lang/ProcessBuilder";
  private static final String EXEC = "java/lang/Runtime.exec(";
  private static final String STRING = "Ljava/lang/String;";
  private static final String PROCESS = ")Ljava/lang/Process;";

  /** What stands in the place of methods that libraries, too, call. */
  private static final Map<String, Handle> EVERYWHERE =
      together(
          Stream.of(
              ofStatic(CHECK, "java/lang/System.exit(I)V"),
              ofObjects(CHECK, "java/lang/Runtime.exit(I)V", "java/lang/Runtime.halt(I)V"),
              ofStatic(WORKERS, EXECUTORS + "()" + EXECUTOR, EXECUTORS + "(I)" + EXECUTOR),
              ofStatic(PROCESSES, BUILDER + ".startPipeline(Ljava/util/List;)Ljava/util/List;"),
              ofObjects(
                  PROCESSES,
                  BUILDER + ".start(" + PROCESS,
                  EXEC + STRING + PROCESS,
                  EXEC + STRING + "[" + STRING + PROCESS,
                  EXEC + STRING + "[" + STRING + "Ljava/io/File;" + PROCESS,
                  EXEC + "[" + STRING + PROCESS,
                  EXEC + "[" + STRING + "[" + STRING + PROCESS,
                  EXEC + "[" + STRING + "[" + STRING + "Ljava/io/File;" + PROCESS)));

  /** What stands in the place of methods that cells call. */
  private static final Map<String, Handle> IN_CELLS =
      together(
          Stream.of(
              ofObjects(CHECK, "java/lang/Thread.isInterrupted()Z"),
              ofObjects(
                  SOCKETS,
                  "java/net/ServerSocket.accept()Ljava/net/Socket;",
                  "java/net/Socket.getInputStream()Ljava/io/InputStream;",
                  "java/net/DatagramSocket.receive(Ljava/net/DatagramPacket;)V")));

  /** The waits that no interrupt ends, also where the object is of a cell's own class. */
  private static final Map<String, Handle> WAITS =
      Stream.of(
              "Semaphore.acquireUninterruptibly()V",
              "Semaphore.acquireUninterruptibly(I)V",
              "CompletableFuture.join()Ljava/lang/Object;",
              "ForkJoinTask.join()Ljava/lang/Object;",
              "ForkJoinTask.quietlyJoin()V",
              "Phaser.arriveAndAwaitAdvance()I",
              "Phaser.awaitAdvance(I)I",
              "locks/Lock.lock()V",
              "locks/ReentrantLock.lock()V",
              "locks/ReentrantReadWriteLock$ReadLock.lock()V",
              "locks/ReentrantReadWriteLock$WriteLock.lock()V",
              "locks/StampedLock.readLock()J",
              "locks/StampedLock.writeLock()J",
              "locks/Condition.awaitUninterruptibly()V")
          .map(name -> CONCURRENT + name)
          .collect(Collectors.toUnmodifiableMap(Function.identity(), ReplacedCalls::wait));

  private static final Set<String> WAITS_BY_NAME =
      WAITS.keySet().stream()
          .map(name -> name.substring(name.indexOf('.') + 1))
          .collect(Collectors.toUnmodifiableSet());

  private final Map<String, Handle> instead;

  private ReplacedCalls(Map<String, Handle> instead, MethodVisitor next) {
    super(Opcodes.ASM9, next);
    this.instead = instead;
  }

  /** Replaces what libraries, too, call. */
  static MethodVisitor everywhere(MethodVisitor next) {
    return new ReplacedCalls(EVERYWHERE, next);
  }

  /**
   * Replaces what cells call.
   *
   * @param ofJdk finds the class of the JDK that a class is, or extends, by names as in class files
   */
  static MethodVisitor inCells(UnaryOperator<String> ofJdk, MethodVisitor next) {
    MethodVisitor named = new ReplacedCalls(WAITS, new ReplacedCalls(IN_CELLS, next));
    return new MethodVisitor(Opcodes.ASM9, named) {
      @Override
      public void visitMethodInsn(
          int opcode, String owner, String name, String descriptor, boolean isInterface) {
        boolean mayWait = WAITS_BY_NAME.contains(name + descriptor) && !owner.startsWith("java/");
        String type = mayWait && opcode == Opcodes.INVOKEVIRTUAL ? ofJdk.apply(owner) : null;
        boolean waits = type != null && WAITS.containsKey(type + "." + name + descriptor);
        super.visitMethodInsn(opcode, waits ? type : owner, name, descriptor, isInterface);
      }
    };
  }

  private static Map<String, Handle> together(Stream<Map<String, Handle>> maps) {
    return maps.flatMap(map -> map.entrySet().stream())
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Replaces static methods by those of a class that have the same names and arguments. */
  private static Map<String, Handle> ofStatic(String by, String... methods) {
    return replace(methods, one -> same(by, one, ""));
  }

  /** Replaces methods of objects by those of a class that take the object first. */
  private static Map<String, Handle> ofObjects(String by, String... methods) {
    return replace(methods, one -> sameOfObject(by, one));
  }

  private static Map<String, Handle> replace(String[] methods, Function<String, Handle> by) {
    return Arrays.stream(methods).collect(Collectors.toUnmodifiableMap(Function.identity(), by));
  }

  private static Handle wait(String name) {
    return sameOfObject(PACKAGE + "CellWaits", name);
  }

  private static Handle sameOfObject(String owner, String method) {
    return same(owner, method, "L" + method.substring(0, method.indexOf('.')) + ";");
  }

  private static Handle same(String owner, String method, String object) {
    int name = method.indexOf('.') + 1;
    int arguments = method.indexOf('(');
    String descriptor = "(" + object + method.substring(arguments + 1);
    return method(owner, method.substring(name, arguments), descriptor);
  }

  static Handle method(String owner, String name, String descriptor) {
    return new Handle(Opcodes.H_INVOKESTATIC, owner, name, descriptor, false);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    // What a class calls of the one above it is that one's very method.
    Handle other =
        opcode == Opcodes.INVOKESPECIAL ? null : instead.get(owner + "." + name + descriptor);
    if (other == null) {
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    } else {
      super.visitMethodInsn(
          Opcodes.INVOKESTATIC, other.getOwner(), other.getName(), other.getDesc(), false);
    }
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    super.visitInvokeDynamicInsn(
        name,
        descriptor,
        bootstrap,
        in(
            arguments,
            handle -> instead.get(handle.getOwner() + "." + handle.getName() + handle.getDesc())));
  }

  /** Returns what a method reference is made of, with other methods where there are such. */
  static Object[] in(Object[] arguments, UnaryOperator<Handle> instead) {
    return Arrays.stream(arguments)
        .map(
            argument -> {
              Handle other = argument instanceof Handle handle ? instead.apply(handle) : null;
              return other == null ? argument : other;
            })
        .toArray();
  }
}
