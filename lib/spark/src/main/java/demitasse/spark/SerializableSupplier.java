package demitasse.spark;

import java.io.Serializable;
import java.util.function.Supplier;

/** A supplier that can be sent to executors, as a lambda where one is asked for. */
@FunctionalInterface
public interface SerializableSupplier<T> extends Supplier<T>, Serializable {}
