package demitasse.kernel.execution;

import java.lang.reflect.Executable;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Tells whether a class of a cell uses anything of others that only their package may use. One that
 * does not can have a class loader of its own, and be unloaded with it.
 */
final class PackageAccess {
  private final ClassLoader others;
  private final String wrapper;
  private boolean needed;

  private static final Set<String> REFLECTION =
      Set.of(
          "java/lang/reflect/Constructor",
          "java/lang/reflect/Field",
          "java/lang/reflect/Method",
          "java/util/concurrent/atomic/AtomicIntegerFieldUpdater",
          "java/util/concurrent/atomic/AtomicLongFieldUpdater",
          "java/util/concurrent/atomic/AtomicReferenceFieldUpdater");

  private static final String HANDLES = "java/lang/invoke/MethodHandles";

  private PackageAccess(ClassLoader others, String wrapper) {
    this.others = others;
    this.wrapper = wrapper;
  }

  /**
   * Tells whether a class uses what only its package may use.
   *
   * @param others what finds the classes of other snippets
   */
  static boolean isNeededBy(byte[] classFile, ClassLoader others) {
    ClassReader reader = new ClassReader(classFile);
    String name = reader.getClassName().replace('/', '.');
    PackageAccess access = new PackageAccess(others, CellClasses.wrapper(name));
    try {
      reader.accept(access.new Classes(), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    } catch (LinkageError e) {
      return true; // a library of another snippet's is missing: not for us to say
    }
    return access.needed;
  }

  private final class Classes extends ClassVisitor {
    Classes() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      extending(superName);
      Arrays.stream(interfaces).forEach(PackageAccess.this::extending);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      return new Code();
    }
  }

  /** What is sealed, or has methods to override within the package, wants its heirs there. */
  private void extending(String internalName) {
    for (Class<?> type = other(internalName); type != null; type = other(type.getSuperclass())) {
      needed |=
          type.isSealed()
              || Arrays.stream(type.getDeclaredMethods())
                  .anyMatch(
                      method -> !Modifier.isPrivate(method.getModifiers()) && !isOpen(method));
    }
  }

  private static boolean isOpen(Member member) {
    return Modifier.isPublic(member.getModifiers()) && isOpen(member.getDeclaringClass());
  }

  private static boolean isOpen(Class<?> type) {
    return type.isArray()
        ? isOpen(type.getComponentType())
        // JShell's own is made public when it is loaded.
        : Modifier.isPublic(type.getModifiers()) || type.getEnclosingClass() == null;
  }

  private final class Code extends MethodVisitor {
    Code() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      use(Type.getObjectType(type));
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      use(Type.getType(descriptor));
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      if (type != null) {
        use(Type.getObjectType(type));
      }
    }

    @Override
    public void visitLdcInsn(Object value) {
      constant(value);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      use(owner, name);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      use(owner, name);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Arrays.stream(arguments).forEach(PackageAccess.this::constant);
    }
  }

  private void constant(Object value) {
    if (value instanceof Handle handle) {
      use(handle.getOwner(), handle.getName());
    } else if (value instanceof Type type && type.getSort() != Type.METHOD) {
      use(type);
    } else if (value instanceof ConstantDynamic) {
      needed = true; // which javac makes of nothing in a cell
    }
  }

  private void use(Type type) {
    Type element = type.getSort() == Type.ARRAY ? type.getElementType() : type;
    if (element.getSort() == Type.OBJECT) {
      Class<?> used = other(element.getInternalName());
      needed |= used != null && !isOpen(used);
    }
  }

  /** A member by its name; of several, be they inherited, all have to be open. */
  private void use(String owner, String name) {
    // By reflection code may use what it may use by itself.
    needed |= REFLECTION.contains(owner) || owner.equals(HANDLES) && name.equals("lookup");
    use(Type.getObjectType(owner));
    if (owner.startsWith("[")) {
      return;
    }
    for (Class<?> type = other(owner); type != null; type = other(type.getSuperclass())) {
      Stream<? extends Executable> called =
          name.equals("<init>")
              ? Arrays.stream(type.getDeclaredConstructors())
              : Arrays.stream(type.getDeclaredMethods()).filter(m -> m.getName().equals(name));
      Stream<? extends Member> fields =
          Arrays.stream(type.getDeclaredFields()).filter(f -> f.getName().equals(name));
      needed |= !Stream.concat(called, fields).allMatch(PackageAccess::isOpen);
    }
  }

  private Class<?> other(Class<?> type) {
    return type == null ? null : other(type.getName().replace('.', '/'));
  }

  /** The class of another snippet; null if it is none, or one of this very snippet. */
  private Class<?> other(String internalName) {
    String name = internalName == null ? "" : internalName.replace('/', '.');
    if (!CellClasses.isOfCell(name) || CellClasses.wrapper(name).equals(wrapper)) {
      return null;
    }
    try {
      return Class.forName(name, false, others);
    } catch (ClassNotFoundException | LinkageError e) {
      needed = true;
      return null;
    }
  }
}
