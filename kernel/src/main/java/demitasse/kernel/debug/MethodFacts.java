package demitasse.kernel.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What must be known of a method before its code is changed. Places are counted by the labels that
 * stand before them: a second reading of the same class file comes by the same labels.
 */
final class MethodFacts extends MethodVisitor {
  /** What runs no code of a cell, or nothing worth stepping into. */
  private static final Set<String> PLAIN =
      Set.of(
          "java/lang/Math",
          "java/lang/StrictMath",
          "java/lang/Boolean",
          "java/lang/Byte",
          "java/lang/Character",
          "java/lang/Short",
          "java/lang/Integer",
          "java/lang/Long",
          "java/lang/Float",
          "java/lang/Double",
          "java/lang/Object",
          "java/lang/String");

  private final String superName;
  private final Map<Label, Integer> places = new HashMap<>();
  private final List<Variable> variables = new ArrayList<>();
  private final List<Guarded> guarded = new ArrayList<>();
  private final Set<Integer> calling = new HashSet<>();
  private final Map<Integer, Integer> caughtIn = new HashMap<>(); // slots: places of handlers
  private final Map<Integer, Integer> rethrown = new HashMap<>(); // places of handlers: slots
  private int loadedBefore = -1;
  private int loaded = -1;
  private int firstLine = -1;
  private int lineAt = -1;
  private int slots;
  private int unfinished; // objects that are being made
  private boolean callsAbove; // whether the constructor above has been called
  private boolean callsAboveAtOnce;

  /**
   * Creates it, empty.
   *
   * @param superName the class above, as in class files
   */
  MethodFacts(String superName) {
    super(Opcodes.ASM9);
    this.superName = superName;
  }

  /** A variable, and where it is in scope. */
  record Variable(String name, String descriptor, String signature, int slot, int start, int end) {}

  /** Code whose exceptions are caught. */
  private record Guarded(Label start, Label end, Label handler, String type) {}

  /** How many slots the variables take: the next one is free. */
  int slots() {
    return slots;
  }

  /** Tells whether the class file says where lines begin. */
  boolean hasLines() {
    return lineAt >= 0;
  }

  /** Tells whether a line that begins at a place calls what may stop. */
  boolean calls(int place) {
    return calling.contains(place);
  }

  /** The variables in scope at a place. */
  List<Variable> variables(int place) {
    return variables.stream().filter(v -> v.start() <= place && place < v.end()).toList();
  }

  /** The place of the first line. */
  int firstLine() {
    return firstLine;
  }

  /**
   * Tells whether a constructor does nothing before the constructor above runs, and gives it no
   * argument that was written.
   */
  boolean callsAboveAtOnce() {
    return callsAboveAtOnce;
  }

  /** The exceptions that are caught around a place. */
  List<String> catches(int place) {
    return guarded.stream()
        .filter(g -> isCatch(g) && at(g.start()) <= place && place < at(g.end()))
        .map(g -> g.type().replace('/', '.'))
        .distinct()
        .toList();
  }

  /** Tells whether a "catch" begins at a place. */
  boolean isCatch(int place) {
    return guarded.stream().anyMatch(g -> at(g.handler()) == place && isCatch(g));
  }

  /** Tells whether exceptions only pass through at a place, as at a "finally". */
  boolean isPassing(int place) {
    return guarded.stream().anyMatch(g -> at(g.handler()) == place) && !isCatch(place);
  }

  private boolean isCatch(Guarded g) {
    return g.type() != null && !isCompilers(at(g.handler()));
  }

  /**
   * Tells whether the compiler has written a handler, which closes the resources of a "try" and
   * rethrows the exception. It keeps the exception in a variable without a name.
   */
  private boolean isCompilers(int handler) {
    Integer slot = rethrown.get(handler);
    return slot != null
        && variables.stream().noneMatch(v -> v.slot() == slot && v.start() == handler + 1);
  }

  /** Tells whether a method that is called may run code of a cell. */
  static boolean mayStop(String owner) {
    return !PLAIN.contains(owner) && !owner.startsWith("demitasse/kernel/");
  }

  private int at(Label label) {
    return places.getOrDefault(label, Integer.MAX_VALUE);
  }

  @Override
  public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
    guarded.add(new Guarded(start, end, handler, type));
  }

  @Override
  public void visitLabel(Label label) {
    places.put(label, places.size());
  }

  @Override
  public void visitLineNumber(int line, Label start) {
    lineAt = at(start);
    firstLine = firstLine < 0 ? lineAt : firstLine;
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    unfinished += opcode == Opcodes.NEW ? 1 : 0;
  }

  @Override
  public void visitVarInsn(int opcode, int slot) {
    int place = places.size() - 1;
    if (opcode == Opcodes.ASTORE && guarded.stream().anyMatch(g -> at(g.handler()) == place)) {
      caughtIn.put(slot, place);
    } else if (opcode == Opcodes.ALOAD) {
      loadedBefore = loaded;
      loaded = slot;
    }
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String name, String descriptor, boolean isInterface) {
    if (mayStop(owner)) {
      calling.add(lineAt);
    }
    if (opcode == Opcodes.INVOKESPECIAL && name.equals("<init>") && unfinished > 0) {
      unfinished--;
    } else if (opcode == Opcodes.INVOKESPECIAL && name.equals("<init>") && !callsAbove) {
      boolean isGivenNothing = descriptor.equals("()V") || superName.equals("java/lang/Enum");
      callsAbove = true;
      callsAboveAtOnce = owner.equals(superName) && isGivenNothing && lineAt == firstLine;
    } else if (name.equals("addSuppressed")) {
      Stream.of(loadedBefore, loaded)
          .filter(caughtIn::containsKey)
          .forEach(slot -> rethrown.put(caughtIn.get(slot), slot));
    }
  }

  @Override
  public void visitInvokeDynamicInsn(
      String name, String descriptor, Handle bootstrap, Object... arguments) {
    if (!bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
      calling.add(lineAt); // it may call toString or equals
    }
  }

  @Override
  public void visitLocalVariable(
      String name, String descriptor, String signature, Label start, Label end, int slot) {
    String withArguments = signature == null ? descriptor : signature;
    variables.add(new Variable(name, descriptor, withArguments, slot, at(start), at(end)));
  }

  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    slots = maxLocals;
  }
}
