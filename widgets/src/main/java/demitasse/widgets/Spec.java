package demitasse.widgets;

import java.util.List;

/**
 * A kind of widget, as the front end knows it.
 *
 * @param name of its class here; the front end's model has "Model" behind it
 * @param module the front end's module that has the model
 * @param version of that module
 * @param view the name of what shows it; null for what is not shown
 * @param viewModule the module that has the view
 * @param viewVersion of that module
 * @param rule what its values have to meet together
 */
record Spec(
    String name,
    String module,
    String version,
    String view,
    String viewModule,
    String viewVersion,
    List<Attribute<?>> attributes,
    Rule rule) {

  /** Returns an attribute by the front end's name for it; null if there is none. */
  Attribute<?> attribute(String key) {
    return attributes.stream().filter(one -> one.name().equals(key)).findFirst().orElse(null);
  }
}
