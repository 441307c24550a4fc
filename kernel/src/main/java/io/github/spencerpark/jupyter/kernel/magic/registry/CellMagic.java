package io.github.spencerpark.jupyter.kernel.magic.registry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that a method is a cell magic: it takes a {@code List<String>} and the cell. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface CellMagic {
  /** Its name; that of the method if it is empty. */
  String value() default "";

  /** Its other names. */
  String[] aliases() default {};
}
