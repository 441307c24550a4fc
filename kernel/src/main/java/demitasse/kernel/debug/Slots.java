package demitasse.kernel.debug;

import java.util.HashMap;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Which kinds of values the slots of a method hold, as its code goes on. */
final class Slots {
  private final Map<Integer, Character> kinds = new HashMap<>();

  /** Tells whether a slot holds a value that a variable of this type can. */
  boolean holds(int slot, String descriptor) {
    return kinds.getOrDefault(slot, ' ') == kind(descriptor);
  }

  private static char kind(String descriptor) {
    return switch (descriptor.charAt(0)) {
      case 'J' -> 'J';
      case 'F' -> 'F';
      case 'D' -> 'D';
      case 'L', '[' -> 'A';
      default -> 'I';
    };
  }

  /** Says what the slots hold when the method begins. */
  void parameters(boolean hasThis, String descriptor) {
    int slot = 0;
    if (hasThis) {
      kinds.put(slot++, 'A');
    }
    for (Type type : Type.getArgumentTypes(descriptor)) {
      kinds.put(slot, kind(type.getDescriptor()));
      slot += type.getSize();
    }
  }

  /** Says that a slot holds no value yet. */
  void empty(int slot) {
    kinds.remove(slot);
  }

  /** Says that a slot holds an object. */
  void object(int slot) {
    kinds.put(slot, 'A');
  }

  /** Says that an instruction stores into a slot. */
  void store(int opcode, int slot) {
    switch (opcode) {
      case Opcodes.ISTORE -> kinds.put(slot, 'I');
      case Opcodes.LSTORE -> kinds.put(slot, 'J');
      case Opcodes.FSTORE -> kinds.put(slot, 'F');
      case Opcodes.DSTORE -> kinds.put(slot, 'D');
      case Opcodes.ASTORE -> kinds.put(slot, 'A');
      default -> {
        return;
      }
    }
    if (opcode == Opcodes.LSTORE || opcode == Opcodes.DSTORE) {
      kinds.remove(slot + 1);
    }
    Character below = kinds.get(slot - 1);
    if (below != null && (below == 'J' || below == 'D')) {
      kinds.remove(slot - 1);
    }
  }

  /** Says what the slots hold where ways through the code meet. */
  void frame(int count, Object[] locals) {
    kinds.clear();
    int slot = 0;
    for (int i = 0; i < count; i++) {
      Object local = locals[i];
      if (local instanceof String) {
        kinds.put(slot, 'A');
      } else if (local == Opcodes.INTEGER) {
        kinds.put(slot, 'I');
      } else if (local == Opcodes.FLOAT) {
        kinds.put(slot, 'F');
      } else if (local == Opcodes.LONG || local == Opcodes.DOUBLE) {
        kinds.put(slot++, local == Opcodes.LONG ? 'J' : 'D');
      } else if (local == Opcodes.NULL) {
        kinds.put(slot, 'A');
      }
      slot++;
    }
  }
}
