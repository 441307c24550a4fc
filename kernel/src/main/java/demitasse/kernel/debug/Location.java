package demitasse.kernel.debug;

/**
 * A line of a cell.
 *
 * @param path what the front end calls the cell; empty if it is code that no front end sent
 * @param line counted from 1
 */
record Location(String path, int line) {}
