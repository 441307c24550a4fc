package io.github.spencerpark.jupyter.kernel.magic.registry;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that a method is a line magic: it takes a {@code List<String>}, or nothing. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface LineMagic {
  /** Its name; that of the method if it is empty. */
  String value() default "";

  /** Its other names. */
  String[] aliases() default {};
}
