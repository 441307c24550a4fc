package demitasse.widgets;

/**
 * One attribute of a kind of widget.
 *
 * @param name what the front end calls it
 * @param wire how its values travel
 * @param nullable whether it may have no value
 * @param initial its value at first
 */
record Attribute<T>(String name, Wire<T> wire, boolean nullable, T initial) {}
