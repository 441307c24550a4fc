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

  private static final String BUILDER = "Ljava/lang/ProcessBuilder;";
  private static final String PROCESS = "Ljava/lang/Process;";
  private static final String LIST = "Ljava/util/List;";

  /** What stands in the place of methods that libraries, too, call. */
  private static final Map<String, Handle> EVERYWHERE =
      Stream.of(
              Map.of(
                  "java/lang/System.exit(I)V",
                  method(CHECK, "exit", "(I)V"),
                  "java/lang/Runtime.exit(I)V",
                  method(CHECK, "exit", "(Ljava/lang/Runtime;I)V"),
                  "java/lang/Runtime.halt(I)V",
                  method(CHECK, "exit", "(Ljava/lang/Runtime;I)V"),
                  EXECUTORS + "()" + EXECUTOR,
                  method(WORKERS, "newWorkStealingPool", "()" + EXECUTOR),
                  EXECUTORS + "(I)" + EXECUTOR,
                  method(WORKERS, "newWorkStealingPool", "(I)" + EXECUTOR),
                  "java/lang/ProcessBuilder.start()" + PROCESS,
                  method(PROCESSES, "start", "(" + BUILDER + ")" + PROCESS),
                  "java/lang/ProcessBuilder.startPipeline(" + LIST + ")" + LIST,
                  method(PROCESSES, "startPipeline", "(" + LIST + ")" + LIST)),
              execs())
          .flatMap(map -> map.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private static Map<String, Handle> execs() {
    return Stream.of("Ljava/lang/String;", "[Ljava/lang/String;")
        .flatMap(
            command ->
                Stream.of("", "[Ljava/lang/String;", "[Ljava/lang/String;Ljava/io/File;")
                    .map(more -> command + more + ")" + PROCESS))
        .collect(
            Collectors.toMap(
                rest -> "java/lang/Runtime.exec(" + rest,
                rest -> method(PROCESSES, "exec", "(Ljava/lang/Runtime;" + rest)));
  }

  /** What stands in the place of methods that cells call. */
  private static final Map<String, Handle> IN_CELLS =
      Map.of(
          "java/lang/Thread.isInterrupted()Z",
          method(CHECK, "isInterrupted", "(Ljava/lang/Thread;)Z"),
          "java/net/ServerSocket.accept()Ljava/net/Socket;",
          method(SOCKETS, "accept", "(Ljava/net/ServerSocket;)Ljava/net/Socket;"),
          "java/net/Socket.getInputStream()Ljava/io/InputStream;",
          method(SOCKETS, "getInputStream", "(Ljava/net/Socket;)Ljava/io/InputStream;"),
          "java/net/DatagramSocket.receive(Ljava/net/DatagramPacket;)V",
          method(SOCKETS, "receive", "(Ljava/net/DatagramSocket;Ljava/net/DatagramPacket;)V"));

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

  private static Handle wait(String name) {
    int dot = name.indexOf('.');
    int descriptor = name.indexOf('(');
    return method(
        PACKAGE + "CellWaits",
        name.substring(dot + 1, descriptor),
        "(L" + name.substring(0, dot) + ";" + name.substring(descriptor + 1));
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
