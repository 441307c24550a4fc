package demitasse.kernel.debug;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Writes a method with the hooks in it. */
final class HookedMethod extends MethodVisitor {
  private static final String HOOKS = "demitasse/kernel/debug/Hooks";
  private static final String FRAME = "demitasse/kernel/debug/Frame";
  private static final String ON_FRAME = "(L" + FRAME + ";)V";
  private static final String THROWABLE = "java/lang/Throwable";
  private static final Handle LINE =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          HOOKS,
          "line",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
              + "Ljava/lang/invoke/MethodType;ILjava/lang/String;Ljava/lang/String;"
              + "Ljava/lang/String;I)Ljava/lang/invoke/CallSite;",
          false);

  /** How many variables fit into the arguments of a call. */
  private static final int MOST = 100;

  private final MethodFacts facts;
  private final Predicate<Type> nameable;
  private final String name;
  private final int frameSlot;
  private final Slots slots = new Slots();
  private final Label begin = new Label();
  private final Map<Label, Label> moved = new HashMap<>(); // of "new" instructions
  private final List<Label> here = new ArrayList<>(); // since the last instruction
  private int place = -1;
  private int line; // that begins at the next instruction; 0 for none
  private int linePlace;
  private boolean isCatch; // whether the user's code catches an exception there
  private boolean isPassing; // whether an exception passes there, as through "finally"
  private final Label above = new Label(); // where the constructor above is called
  private Label made; // behind the call of the constructor above; null before it
  private int unfinished; // objects that are being made

  /**
   * Creates it.
   *
   * @param nameable tells which types the code can name, so that it can take over values of them
   */
  HookedMethod(
      MethodVisitor next,
      MethodFacts facts,
      Predicate<Type> nameable,
      int access,
      String name,
      String descriptor) {
    super(Opcodes.ASM9, next);
    this.facts = facts;
    this.nameable = nameable;
    this.name = name;
    this.frameSlot = facts.slots();
    slots.parameters((access & Opcodes.ACC_STATIC) == 0, descriptor);
    if (isConstructor()) {
      slots.empty(0);
    }
  }

  private boolean isConstructor() {
    return name.equals("<init>");
  }

  @Override
  public void visitCode() {
    super.visitCode();
    super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, "enter", "()L" + FRAME + ";", false);
    super.visitVarInsn(Opcodes.ASTORE, frameSlot);
    super.visitLabel(begin);
  }

  @Override
  public void visitLabel(Label label) {
    place++;
    here.add(label);
    isCatch |= facts.isCatch(place);
    isPassing |= facts.isPassing(place);
    super.visitLabel(label);
  }

  @Override
  public void visitLineNumber(int number, Label start) {
    line = number;
    linePlace = place;
    super.visitLineNumber(number, start);
  }

  @Override
  public void visitFrame(int type, int localCount, Object[] locals, int stackCount, Object[] on) {
    slots.frame(localCount, locals);
    Object[] stack = moved(Arrays.copyOf(on, stackCount));
    List<Object> all = withFrame(Arrays.asList(moved(Arrays.copyOf(locals, localCount))));
    super.visitFrame(type, all.size(), all.toArray(), stackCount, stack);
  }

  /** An object that is not made yet is known by the instruction that begins to make it. */
  private Object[] moved(Object[] types) {
    for (int i = 0; i < types.length; i++) {
      if (types[i] instanceof Label label) {
        types[i] = moved.getOrDefault(label, label);
      }
    }
    return types;
  }

  private List<Object> withFrame(List<Object> locals) {
    List<Object> all = new ArrayList<>(locals);
    int slot = 0;
    for (Object local : locals) {
      slot += local == Opcodes.LONG || local == Opcodes.DOUBLE ? 2 : 1;
    }
    for (; slot < frameSlot; slot++) {
      all.add(Opcodes.TOP);
    }
    all.add(FRAME);
    return all;
  }

  /** Writes what belongs before the next instruction. */
  private void hooks() {
    here.clear();
    if (isCatch || isPassing) {
      super.visitInsn(Opcodes.DUP);
      onFrame(isCatch ? "caught" : "passes", "(L" + THROWABLE + ";L" + FRAME + ";)V");
    }
    isCatch = false;
    isPassing = false;
    if (line > 0 && !isLeftForLater()) {
      lineHook();
      line = 0;
    }
  }

  /**
   * Tells whether the line waits until the constructor above has run. Its call comes first, even if
   * nobody has written it, and there is nothing to see before it.
   */
  private boolean isLeftForLater() {
    return isConstructor() && made == null && facts.callsAboveAtOnce();
  }

  private void onFrame(String hook, String descriptor) {
    super.visitVarInsn(Opcodes.ALOAD, frameSlot);
    super.visitMethodInsn(Opcodes.INVOKESTATIC, HOOKS, hook, descriptor, false);
  }

  private void lineHook() {
    super.visitVarInsn(Opcodes.ALOAD, frameSlot);
    StringBuilder locals = new StringBuilder();
    StringBuilder descriptor = new StringBuilder("(L" + FRAME + ";");
    List<MethodFacts.Variable> held =
        facts.variables(linePlace).stream()
            .filter(variable -> slots.holds(variable.slot(), variable.descriptor()))
            .limit(MOST)
            .toList();
    for (MethodFacts.Variable variable : held) {
      Type type = Type.getType(variable.descriptor());
      super.visitVarInsn(type.getOpcode(Opcodes.ILOAD), variable.slot());
      boolean isObject = type.getSort() >= Type.ARRAY;
      descriptor.append(isObject ? "Ljava/lang/Object;" : variable.descriptor());
      locals
          .append(variable.name())
          .append('\t')
          .append(variable.descriptor())
          .append('\t')
          .append(variable.signature())
          .append('\t')
          .append(isAssignable(variable))
          .append('\n');
    }
    super.visitInvokeDynamicInsn(
        "line",
        descriptor + ")V",
        LINE,
        line,
        name,
        locals.toString(),
        String.join("\n", facts.catches(linePlace)),
        facts.calls(linePlace) ? 1 : 0);
    for (int i = 0; i < held.size(); i++) {
      if (isAssignable(held.get(i))) {
        takeOver(held.get(i), i);
      }
    }
  }

  private boolean isAssignable(MethodFacts.Variable variable) {
    return !variable.name().equals("this") && nameable.test(Type.getType(variable.descriptor()));
  }

  /** Has a variable take over what was assigned to it while the thread stood at the line. */
  private void takeOver(MethodFacts.Variable variable, int index) {
    Type type = Type.getType(variable.descriptor());
    boolean isObject = type.getSort() >= Type.ARRAY;
    String kind =
        isObject
            ? "Ljava/lang/Object;"
            : type.getSort() < Type.INT ? "I" : variable.descriptor(); // smaller ones are ints
    super.visitVarInsn(type.getOpcode(Opcodes.ILOAD), variable.slot());
    super.visitVarInsn(Opcodes.ALOAD, frameSlot);
    super.visitIntInsn(Opcodes.BIPUSH, index);
    super.visitMethodInsn(
        Opcodes.INVOKESTATIC, HOOKS, "held", "(" + kind + "L" + FRAME + ";I)" + kind, false);
    if (isObject) {
      super.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
    }
    super.visitVarInsn(type.getOpcode(Opcodes.ISTORE), variable.slot());
  }

  @Override
  public void visitInsn(int opcode) {
    if (isConstructor() && opcode == Opcodes.RETURN && linePlace == facts.firstLine()) {
      line = 0; // only the head has waited, and no statement follows it
    }
    hooks();
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) {
      onFrame("exit", ON_FRAME);
    }
    super.visitInsn(opcode);
  }

  @Override
  public void visitIntInsn(int opcode, int operand) {
    hooks();
    super.visitIntInsn(opcode, operand);
  }

  @Override
  public void visitVarInsn(int opcode, int slot) {
    hooks();
    super.visitVarInsn(opcode, slot);
    slots.store(opcode, slot);
  }

  @Override
  public void visitTypeInsn(int opcode, String type) {
    List<Label> before = List.copyOf(here);
    boolean isHooked = line > 0 || isCatch || isPassing;
    hooks();
    if (opcode == Opcodes.NEW) {
      unfinished++;
      if (isHooked) {
        Label own = new Label();
        super.visitLabel(own);
        before.forEach(label -> moved.put(label, own));
      }
    }
    super.visitTypeInsn(opcode, type);
  }

  @Override
  public void visitFieldInsn(int opcode, String owner, String field, String descriptor) {
    hooks();
    super.visitFieldInsn(opcode, owner, field, descriptor);
  }

  @Override
  public void visitMethodInsn(
      int opcode, String owner, String method, String descriptor, boolean isInterface) {
    hooks();
    boolean isMaking = opcode == Opcodes.INVOKESPECIAL && method.equals("<init>");
    boolean isAbove = isMaking && unfinished == 0 && isConstructor();
    if (isAbove) {
      super.visitLabel(above);
    }
    super.visitMethodInsn(opcode, owner, method, descriptor, isInterface);
    if (isAbove) {
      slots.object(0);
      made = new Label();
      super.visitLabel(made);
    } else if (isMaking) {
      unfinished--;
    }
    if (MethodFacts.mayStop(owner)) {
      onFrame("back", ON_FRAME);
    }
  }

  @Override
  public void visitInvokeDynamicInsn(
      String method, String descriptor, Handle bootstrap, Object... arguments) {
    hooks();
    super.visitInvokeDynamicInsn(method, descriptor, bootstrap, arguments);
  }

  @Override
  public void visitJumpInsn(int opcode, Label target) {
    hooks();
    super.visitJumpInsn(opcode, target);
  }

  @Override
  public void visitLdcInsn(Object value) {
    hooks();
    super.visitLdcInsn(value);
  }

  @Override
  public void visitIincInsn(int slot, int increment) {
    hooks();
    super.visitIincInsn(slot, increment);
  }

  @Override
  public void visitTableSwitchInsn(int min, int max, Label otherwise, Label... labels) {
    hooks();
    super.visitTableSwitchInsn(min, max, otherwise, labels);
  }

  @Override
  public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] labels) {
    hooks();
    super.visitLookupSwitchInsn(otherwise, keys, labels);
  }

  @Override
  public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
    hooks();
    super.visitMultiANewArrayInsn(descriptor, dimensions);
  }

  /** Adds, at the end, where exceptions arrive that leave the method. */
  @Override
  public void visitMaxs(int maxStack, int maxLocals) {
    Label end = new Label();
    super.visitLabel(end);
    if (isConstructor()) { // the JVM lets nobody see exceptions of the constructor above
      leaving(begin, made == null ? end : above, end, List.of(Opcodes.UNINITIALIZED_THIS));
    }
    if (!isConstructor() || made != null) {
      Label handler = new Label();
      super.visitLabel(handler);
      leaving(isConstructor() ? made : begin, end, handler, List.of());
    }
    super.visitMaxs(maxStack, maxLocals);
  }

  private void leaving(Label from, Label to, Label handler, List<Object> knownLocals) {
    List<Object> locals = withFrame(knownLocals);
    super.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), 1, new Object[] {THROWABLE});
    onFrame("thrown", "(L" + THROWABLE + ";L" + FRAME + ";)L" + THROWABLE + ";");
    super.visitInsn(Opcodes.ATHROW);
    super.visitTryCatchBlock(from, to, handler, null);
  }
}
