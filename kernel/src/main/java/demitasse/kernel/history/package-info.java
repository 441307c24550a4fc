/**
 * What was run, in this session and in earlier ones. {@link demitasse.kernel.history.History}
 * answers the front end, {@link demitasse.kernel.history.HistoryFile} keeps it in a file. Read them
 * in this order.
 */
package demitasse.kernel.history;
